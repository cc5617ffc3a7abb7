"""Whether a state's deed held on a day, in SQL: ``tracker.domain.holding.holds`` (semantics D)."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Q, TextField, Value, When

from tracker.domain.ladder import Group

HOLDS = "holds"  # the annotation that fields read


def holds_on(day: date, to: str = "state__") -> Case:
    """yes, maybe or no, of the state that ``to`` leads to."""

    def q(**lookups: object) -> Q:
        return Q(**{f"{to}{name}": value for name, value in lookups.items()})

    actual = q(status_group=Group.ACTUAL)
    untold = ~actual & q(held_earliest__isnull=True, held_latest__isnull=True)
    not_begun, over = q(started_earliest__gt=day), q(ended_latest__lt=day)
    stood = actual & q(stands_from__lte=day)
    not_ended = q(ended_earliest__gt=day) | (
        q(ended_earliest__isnull=True) & q(last_as_of__gte=day)
    )
    return Case(
        When(untold | not_begun | over, then=Value("no")),
        When(stood & not_ended, then=Value("yes")),
        default=Value("maybe"),
        output_field=TextField(),
    )
