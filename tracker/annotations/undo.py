"""An import taken back: its drafts go as they came, in one action."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, OuterRef, ProtectedError

from tracker.actions import acting
from tracker.annotations.imports import REASON
from tracker.models import Contribution, Quote, Source, Speaker, Statement, Tally


class NotUndone(Exception):
    """Nothing was taken back; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many records went."""

    source: str
    statements: int
    tallies: int
    quotes: int
    contributions: int


def undo_import(code: str, *, by: User, edited_too: bool = False) -> Undone:
    """Delete all that an import made, if none of it was ever published. Raises NotUndone.

    What somebody has edited since goes only with ``edited_too``. Contributions that other sources
    speak of by now stay. The history keeps every record.
    """
    with acting(by=by, reason=f"{REASON} of {code} taken back"):
        source = Source.objects.select_for_update().filter(code=code).first()
        if source is None:
            raise NotUndone(f"There is no source {code}.")
        import_id = _import_of(source)
        _refuse_kept(source, edited_too)
        try:
            return _delete(source, import_id)
        except ProtectedError as error:
            others = ", ".join(sorted(str(each) for each in error.protected_objects)[:5])
            raise NotUndone(f"Others rest on {code}: {others}. Change those first.") from None


def _import_of(source: Source) -> UUID:
    """The action that made the source, which has to have been an import."""
    event = Source.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=source.pk, pgh_label="insert"
    ).first()
    reason = ((event.pgh_context if event else None) or {}).get("reason", "")
    if not reason.startswith(f"{REASON} "):
        raise NotUndone(f"{source.code} did not come by an import.")
    return event.pgh_context_id


def _refuse_kept(source: Source, edited_too: bool) -> None:
    kept, edited = 0, 0
    for model in (Statement, Tally):
        claims = model._default_manager.filter(quote__source=source)
        kept += claims.exclude(published_at=None).count()
        edited += claims.filter(published_at=None).exclude(edited_by=None).count()
    if kept:
        raise NotUndone(
            f"{kept} of its records {'is' if kept == 1 else 'are'} published or were: "
            "withdraw those with a reason; what may have been cited stays."
        )
    if edited and not edited_too:
        raise NotUndone(
            f"{edited} of its drafts {'was' if edited == 1 else 'were'} edited since, and would be "
            "lost: say --overwrite if so it shall be."
        )


def _delete(source: Source, import_id: UUID) -> Undone:
    statements = Statement.objects.filter(quote__source=source)
    tallies = Tally.objects.filter(quote__source=source)
    quotes = Quote.objects.filter(source=source)
    made = _contributions_of(source, import_id)
    counted = Undone(source.code, statements.count(), tallies.count(), quotes.count(), len(made))
    for rows in (statements, tallies, quotes, Speaker.objects.filter(source=source)):
        rows.delete()
    # A plain DELETE: Django's would touch what is stale too, and that is nobody's but derive()'s.
    Contribution.objects.filter(pk__in=made)._raw_delete(connection.alias)
    source.delete()
    return counted


def _contributions_of(source: Source, import_id: UUID) -> list[int]:
    """Those that the import made, that nothing else is said of and nobody has touched."""
    events = Contribution.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_context_id=import_id, pgh_label="insert"
    )
    elsewhere = Statement.objects.filter(contribution=OuterRef("pk")).exclude(quote__source=source)
    drafts = Contribution.objects.filter(published_at=None, edited_by=None)
    spoken_of = drafts.filter(statements__quote__source=source).distinct()
    own = spoken_of.filter(pk__in=events.values("pgh_obj_id")).exclude(Exists(elsewhere))
    return list(own.values_list("pk", flat=True))
