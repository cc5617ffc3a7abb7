"""Writing a record by hand: who wrote it is noted, and nobody's edit is lost."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import ProtectedError

from tracker.actions.acting import acting, to_be_read
from tracker.actions.errors import NotNow, StaleSave
from tracker.models import Contribution, Review
from tracker.models.review import Reviewed


def write(
    record: Any, *, by: AbstractBaseUser, reason: str = "", version: int | None = None
) -> Any:
    """Save a new or changed record.

    ``version`` is the one the writer had opened; if the record has moved on, StaleSave is raised
    and nothing is saved. Rules of the database raise IntegrityError (``rules.refusal_of``); a
    number that is not what its words say raises Misread.
    """
    with acting(by=by, reason=reason):
        if not record._state.adding:
            _whole_is_public(record, _still(record, version))
        if isinstance(record, Reviewed):
            record.edited_by = by
            if record.written_by_id is None:
                record.written_by = by
        record.save()
        record.refresh_from_db()
        to_be_read(record)
    return record


def remove(
    record: Any, *, by: AbstractBaseUser, reason: str = "", version: int | None = None
) -> None:
    """Delete a record that was never published (the database refuses any other).

    What it was to replace stands again as it did.
    """
    with acting(by=by, reason=reason):
        _still(record, version)
        if isinstance(record, Reviewed):
            rows: Any = type(record)._default_manager
            waiting = rows.filter(successor=record)
            waiting.filter(review=Review.PUBLISHED).update(withdrawal_reason="")
            waiting.update(successor=None)
        try:
            record.delete()
        except ProtectedError as error:
            if getattr(record, "review", "") == Review.PUBLISHED:
                raise NotNow(f"{record.code} is published: withdraw it instead.") from error
            raise


def _still(record: Any, version: int | None) -> Any:
    """Lock the row as it is, and give it back.

    Refuses if it is no longer at the version, or the stage, that was opened.
    """
    rows = type(record)._default_manager.select_for_update(of=("self",), no_key=True)
    now = rows.filter(pk=record.pk).first()
    if now is None:
        raise NotNow(f"{record} was deleted meanwhile.")
    moved = isinstance(record, Reviewed) and now.review != record.review
    if moved or version not in (None, now.version):
        raise StaleSave(mine=record, theirs=now)
    return now


def _whole_is_public(record: Any, now: Any) -> None:
    """Readers of a published record see what it is part of: that is published first."""
    if not isinstance(record, Contribution) or now.review != Review.PUBLISHED:
        return
    whole = record.part_of if record.part_of_id != now.part_of_id else None
    if whole is not None and whole.review in (Review.DRAFT, Review.IN_REVIEW):
        raise NotNow(
            f"{record.code} is published and {whole.code} is not: publish that first, then make "
            "it part of it."
        )
