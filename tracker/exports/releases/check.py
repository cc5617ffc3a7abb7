"""Whether a release is what it was: its files hashed again."""

from __future__ import annotations

from tracker.exports.releases.files import altered, folder_of
from tracker.exports.releases.freezing import NotReleased
from tracker.models import Release


def check(code: str) -> tuple[int, list[str]]:
    """How many files were hashed, and what is not as it was. Raises NotReleased."""
    release = Release.objects.filter(code=code).exclude(released_at=None).first()
    if release is None:
        raise NotReleased(f"There is no release {code}.")
    return len(release.files), list(altered(folder_of(code), release.files))
