"""Deriving what published statements add up to, for whatever a transaction made stale.

The rule itself is ``tracker.domain.state.timeline``; here it is fed and its result stored. The
database names what is stale (``models.staleness``) and refuses a COMMIT that leaves any of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from tracker.actions.copying import copy_records, keys
from tracker.actions.readings import membership_of, readings_of
from tracker.actions.rows import Sums, figure_rows, standing_rows, state_row
from tracker.domain.reading import Reading
from tracker.domain.stake import MEMBERSHIP, Membership
from tracker.domain.state import timeline
from tracker.models import Contribution, Figure, Review, Stale, Standing, State, Statement
from tracker.models.choices import SpeakerRole

BATCH = 2000  # contributions at a time: bounds the memory of a large load


def derive() -> int:
    """Derive all that is stale in this transaction; returns how many contributions that were.

    Memberships come first, since the stake of another government's word rests on them; where one
    changed, what that government's speakers said of others is derived again.
    """
    memberships = _stale(Q(contribution__kind=MEMBERSHIP))
    if memberships:
        _hold_memberships()
        _derive(memberships)
        _mark_where_they_speak(memberships)
    return len(memberships) + len(_derive(_stale(Q())))


def rederive(contributions: Iterable[int] | None = None) -> int:
    """Derive anew what nothing marked: all published contributions, or those given."""
    chosen = Contribution.objects.filter(review__in=[Review.PUBLISHED, Review.WITHDRAWN])
    if contributions is not None:
        chosen = chosen.filter(pk__in=contributions)
    Stale.objects.bulk_create(
        [Stale(contribution_id=pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)],
        ignore_conflicts=True,
    )
    return derive()


def _hold_memberships() -> None:
    """Wait for whoever reads memberships, and let nobody read them until this is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracker_hold_memberships(true)")


def _stale(which: Q) -> list[int]:
    stale = Stale.objects.filter(which).order_by("contribution_id")
    return list(stale.values_list("contribution_id", flat=True))


def fresh_states(contributions: Collection[int], *, lock: bool = True) -> list[Sums]:
    """What the published statements of each contribution add up to, computed and not stored.

    To be stored, the rows are locked in the order of their ids, so that two writers wait for each
    other and never deadlock.
    """
    chosen = Contribution.objects.filter(pk__in=contributions).order_by("pk")
    if lock:
        chosen = chosen.select_for_update(no_key=True)
    rows: list[tuple[int, str, str, str]] = list(
        chosen.values_list("pk", "country_id", "coalition_id", "kind_id")
    )
    members = {home: membership_of(home) for home in {row[2] for row in rows}}
    readings = readings_of(contributions)
    return [_sums(row, readings[row[0]], members) for row in rows]


def _sums(
    row: tuple[int, str, str, str],
    readings: list[Reading],
    members: Mapping[str, Membership],
) -> Sums:
    """Memberships themselves are judged without regard to memberships: no circle."""
    pk, country, home, kind = row
    known = {} if kind == MEMBERSHIP else members[home]
    return Sums(pk, country, known, readings, timeline(country, readings, known))


def _derive(stale: list[int]) -> list[int]:
    for start in range(0, len(stale), BATCH):
        batch = stale[start : start + BATCH]
        _store(batch, fresh_states(batch))
        _no_longer_stale(batch)
    return stale


def _no_longer_stale(batch: Collection[int]) -> None:
    """The database takes it from nobody who does not say that this is what they do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tracker.deriving = 'on'")
        Stale.objects.filter(contribution__in=batch).delete()
        cursor.execute("SET LOCAL tracker.deriving = 'off'")


def _store(batch: Collection[int], sums: list[Sums]) -> None:
    before = _standings(batch)
    for model in (Figure, State, Standing):
        model._default_manager.filter(contribution__in=batch).delete()
    pairs = [(each.contribution, derived) for each in sums for derived in each.states]
    states: list[State] = []
    figures: list[Figure] = []
    for key, (contribution, derived) in zip(keys(State, len(pairs)), pairs, strict=True):
        states.append(state_row(contribution, derived))
        states[-1].pk = key  # figures name it before it is written
        figures += figure_rows(states[-1], derived)
    copy_records(State, states)
    copy_records(Figure, figures)
    copy_records(Standing, [row for each in sums for row in standing_rows(each)])
    _raise_versions(before, _standings(batch) if before else {})


def _standings(batch: Collection[int]) -> dict[int, tuple[object, ...]]:
    """Each statement's standing, by its key."""
    columns = [field.attname for field in Standing._meta.concrete_fields]
    rows = Standing.objects.filter(contribution__in=batch).values_list("pk", *columns)
    return {pk: rest for pk, *rest in rows}


def _raise_versions(before: dict[int, Any], after: dict[int, Any]) -> None:
    """A statement is another when whose word it is, or what it covers, has become another."""
    changed = [pk for pk, standing in before.items() if after.get(pk) != standing]
    if changed:
        Statement.objects.filter(pk__in=changed).update(updated_at=timezone.now())


# --- Memberships ----------------------------------------------------------------------------


def _mark_where_they_speak(memberships: list[int]) -> None:
    """Mark what governments whose membership changed say of others' contributions."""
    changed = Contribution.objects.filter(pk__in=memberships)
    for country, home in changed.values_list("country_id", "coalition_id").distinct():
        spoken = Statement.objects.filter(
            review=Review.PUBLISHED,
            contribution__coalition=home,
            quote__speaker__country=country,
            quote__speaker__role__in=[SpeakerRole.OFFICIAL, SpeakerRole.MILITARY],
        ).exclude(Q(contribution__country=country) | Q(contribution__kind=MEMBERSHIP))
        Stale.objects.bulk_create(
            [
                Stale(contribution_id=pk)
                for pk in spoken.order_by("contribution_id")
                .values_list("contribution_id", flat=True)
                .distinct()
            ],
            ignore_conflicts=True,
        )
