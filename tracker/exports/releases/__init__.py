"""Releases: numbered editions of the whole published record, frozen as files.

``freeze`` makes one, ``check`` hashes it again; what its files are and say of themselves (package,
codebook, citation, changes) has a file each. Imports what ``exports`` may.
"""

from tracker.exports.releases.check import check
from tracker.exports.releases.files import folder_of, is_as_released
from tracker.exports.releases.freezing import Frozen, NotReleased, freeze

__all__ = ["Frozen", "NotReleased", "check", "folder_of", "freeze", "is_as_released"]
