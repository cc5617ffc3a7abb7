"""One query, many formats: the records a question finds, as a file.

Takes the question to ``filters`` and the columns from ``fields``; the database writes the rows.
Imports ``fields``, ``filters``, ``models`` and ``domain``; never another workroom.
"""

from tracker.exports.csv import write_csv
from tracker.exports.errors import Unwritable
from tracker.exports.export import Export, read_export
from tracker.exports.formats import FORMATS, Format
from tracker.exports.receipts import deliver
from tracker.exports.shown import Shown, read_shown
from tracker.exports.written import Written

__all__ = [
    "FORMATS",
    "Export",
    "Format",
    "Shown",
    "Unwritable",
    "Written",
    "deliver",
    "read_export",
    "read_shown",
    "write_csv",
]
