"""What contributions add up to: counts and metrics of whatever a question finds, in groups.

The rule is ``tracker.domain.totals`` (semantics E, F); the database adds up what is alike, and no
cell is more than a question with one more parameter, so that each leads to its records. Imports
``filters``, ``models`` and ``domain``; never another workroom.
"""

from tracker.totals.adding import MetricTotal
from tracker.totals.answering import Answer, Cell, LeftOut, answer
from tracker.totals.question import Question, TotalsFilterSet, read_totals
from tracker.totals.table import COLUMNS, Address, as_json, table_of

__all__ = [
    "COLUMNS",
    "Address",
    "Answer",
    "Cell",
    "LeftOut",
    "MetricTotal",
    "Question",
    "TotalsFilterSet",
    "answer",
    "as_json",
    "read_totals",
    "table_of",
]
