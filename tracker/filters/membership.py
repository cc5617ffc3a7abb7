"""Who is recorded as a member of the coalition, on the day that is asked about (semantics F5)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from tracker.domain.ladder import Group, Status
from tracker.domain.stake import MEMBERSHIP
from tracker.filters.asked import Given, Parameters, WordAsked
from tracker.filters.holding import HOLDS, holds_on
from tracker.filters.values import Chosen
from tracker.models import Contribution


class Membership:
    choices = (
        ("member", "recorded as a member"),
        ("outside", "recorded as no member"),
        ("unknown", "not recorded"),
    )


class MembershipAsked(WordAsked):
    """``tracker.domain.stake.standing_in`` of the contributor, in SQL: held on valid_on, or now."""

    def condition(self, value: Chosen, given: Given) -> Q:
        member, outside = (Q(Exists(_recorded(given, q))) for q in _standings(given))
        ways = {
            "member": member,
            "outside": outside & ~member,
            "unknown": ~member & ~outside,
        }
        found = Q()
        for word in value.values:
            found |= ways[word]
        return found


def membership_parameters() -> Parameters:
    return {
        "membership": MembershipAsked(
            "country",
            Membership,
            label="Membership",
            meaning="What is recorded of the contributor's own membership of the coalition, on "
            "valid_on or now. What is not recorded is unknown, not outside.",
        )
    }


def _recorded(given: Given, standing: Q) -> Any:
    memberships = Contribution.objects.at(given.get("known_on")).filter(
        kind=MEMBERSHIP, coalition=OuterRef("coalition"), country=OuterRef("country")
    )
    day = given.get("valid_on")
    if day is not None:
        memberships = memberships.annotate(**{HOLDS: holds_on(day)})
    return memberships.filter(standing)


def _standings(given: Given) -> tuple[Q, Q]:
    """Of a membership's state: that it makes a member, and that it makes an outsider."""
    actual, denied = (Q(state__status_group=group) for group in (Group.ACTUAL, Group.DENIED))
    if given.get("valid_on") is None:
        ended = Q(state__status=Status.ENDED)
        return actual & ~ended, denied | ended
    never = Q(**{HOLDS: "no"})
    return actual & ~never, denied | (actual & never)
