"""What can be shown: one registry of fields for each model that a person may cite.

A field is a name, an expression, a label and a meaning; JSON, tables, CSV, the codebook and OpenAPI
are all read off it. Imports ``models`` and ``domain``; never ``filters`` or ``actions``.
"""

from tracker.fields.base import NOW, Clocks, Field, Instant, Type
from tracker.fields.contribution import CONTRIBUTIONS
from tracker.fields.order import Order, UnknownOrder
from tracker.fields.quote import QUOTES
from tracker.fields.reckoned import Reckoned
from tracker.fields.reference import (
    COALITIONS,
    COUNTRIES,
    KINDS,
    LINES_OF_EFFORT,
    METRICS,
    PLACES,
)
from tracker.fields.registry import Registry, UnknownField, row_json
from tracker.fields.review import REVIEW
from tracker.fields.source import SOURCES
from tracker.fields.speaker import SPEAKERS
from tracker.fields.statement import STATEMENTS
from tracker.fields.tally import TALLIES
from tracker.fields.words import without_site

REGISTRIES = {
    registry.name: registry
    for registry in (
        CONTRIBUTIONS,
        STATEMENTS,
        TALLIES,
        QUOTES,
        SOURCES,
        SPEAKERS,
        COUNTRIES,
        KINDS,
        LINES_OF_EFFORT,
        METRICS,
        PLACES,
        COALITIONS,
    )
}

__all__ = [
    "NOW",
    "REGISTRIES",
    "REVIEW",
    "Clocks",
    "Field",
    "Instant",
    "Order",
    "Reckoned",
    "Registry",
    "Type",
    "UnknownField",
    "UnknownOrder",
    "row_json",
    "without_site",
]
