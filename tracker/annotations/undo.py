"""An import taken back: the action that made its source is undone, like any other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import User

from tracker.actions import NotAllowed, plan_undo, undo
from tracker.annotations.imports import REASON
from tracker.models import Action, Source


@dataclass(frozen=True, slots=True)
class Undone:
    """How many records went."""

    source: str
    statements: int
    tallies: int
    quotes: int
    contributions: int


def undo_import(code: str, *, by: User, edited_too: bool = False, unasked: bool = False) -> Undone:
    """Undo the import that made a source, as ``actions.undo`` does. Raises NotAllowed.

    What somebody has edited since goes only with ``edited_too``; what was published, or is rested
    on by others, stands in the way.
    """
    action = _import_of(code)
    plan = plan_undo(action, over_edits=True)
    if plan.edited and not (edited_too or plan.in_the_way):
        count = len(plan.edited)
        raise NotAllowed(
            f"{count} of its records {'was' if count == 1 else 'were'} edited since, and would be "
            "lost: say --overwrite if so it shall be."
        )
    reason = f"{REASON} of {code} taken back"
    done = undo(action.pk, by=by, reason=reason, over_edits=edited_too, unasked=unasked)
    went = Counter(deed.model._meta.model_name for deed in done.removed)
    return Undone(code, *(went[name] for name in ("statement", "tally", "quote", "contribution")))


def _import_of(code: str) -> Action:
    """The action that made the source, which has to have been an import."""
    source = Source.objects.filter(code=code).first()
    if source is None:
        raise NotAllowed(f"There is no source {code}.")
    inserts = Source.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=source.pk, pgh_label="insert"
    )
    made = Action.objects.filter(pk__in=inserts.values("pgh_context_id")).order_by("at").first()
    if made is None or not made.reason.startswith(f"{REASON} "):
        raise NotAllowed(f"{code} did not come by an import.")
    return made
