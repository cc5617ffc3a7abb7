"""Whether what is stored is what the statements add up to: nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from tracker.actions.derive import BATCH, fresh_states
from tracker.actions.rows import Sums, figure_rows, standing_rows, state_row
from tracker.models import Contribution, Figure, Standing, State

KEYS = {"id", "state_id"}  # given anew by each derivation

Rows = dict[int, list[str]]


def _silent(_more: int) -> None:
    pass


def misderived(tell: Callable[[int], None] = _silent) -> list[Contribution]:
    """Contributions whose stored states are not what their statements add up to.

    There should be none: only SQL that forges them, or a rule of the domain that has changed,
    leaves any. ``rederive`` mends them. ``tell`` hears of so many more that were looked at.
    """
    chosen = Contribution.objects.exclude(published_at=None).order_by("pk")
    keys = list(chosen.values_list("pk", flat=True))
    wrong: list[int] = []
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        stored = _stored(batch)
        wrong += [
            sums.contribution
            for sums in fresh_states(batch, lock=False)
            if _fresh(sums) != sorted(stored[sums.contribution])
        ]
        tell(len(batch))
    return list(chosen.filter(pk__in=wrong))


def _stored(batch: Collection[int]) -> Rows:
    found: Rows = {pk: [] for pk in batch}
    for model in (State, Figure, Standing):
        rows: QuerySet[Any] = model._default_manager.filter(contribution__in=batch)
        for row in rows:
            found[row.contribution_id].append(_told(row))
    return found


def _fresh(sums: Sums) -> list[str]:
    states = [(state_row(sums.contribution, derived), derived) for derived in sums.states]
    figures = [row for state, derived in states for row in figure_rows(state, derived)]
    return sorted(map(_told, [*(state for state, _ in states), *figures, *standing_rows(sums)]))


def _told(row: Model) -> str:
    """A row in words that compare."""
    values = {
        field.attname: field.get_prep_value(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in KEYS
    }
    return f"{row._meta.model_name} {json.dumps(values, default=_plain, sort_keys=True)}"


def _plain(value: object) -> str:
    """Decimals by their value: the database writes 2.0000 for 2."""
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)
