"""One query, many formats: the records a question finds, as a file.

Takes the question to ``filters`` and the columns from ``fields``; the database writes the rows.
Imports ``fields``, ``filters``, ``models`` and ``domain``; never another workroom.
"""

from tracker.exports.csv import Written, write_csv
from tracker.exports.export import Export, read_export
from tracker.exports.shown import Shown, read_shown

__all__ = ["Export", "Shown", "Written", "read_export", "read_shown", "write_csv"]
