"""What can be shown: one registry of fields for each model that a person may cite.

A field is a name, an expression, a label and a meaning; JSON, tables, CSV, the codebook and OpenAPI
are all read off it. Imports ``models`` and ``domain``; never ``filters`` or ``actions``.
"""

from tracker.fields.base import NOW, Clocks, Field, Instant, Type
from tracker.fields.registry import REGISTRIES, Registry, UnknownField, registry_of

__all__ = [
    "NOW",
    "REGISTRIES",
    "Clocks",
    "Field",
    "Instant",
    "Registry",
    "Type",
    "UnknownField",
    "registry_of",
]
