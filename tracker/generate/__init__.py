"""Rows that look like the record and say that they are none: for demonstrations and benchmarks.

They go through the same rules, history and derivation as what people write. Imports ``actions``,
``models`` and ``domain``.
"""

from tracker.generate.record import COALITION, OtherSeed
from tracker.generate.reference import NoReferenceData
from tracker.generate.run import Generated, generate
from tracker.generate.words import RARE

__all__ = ["COALITION", "RARE", "Generated", "NoReferenceData", "OtherSeed", "generate"]
