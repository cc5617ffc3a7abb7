"""Somebody inserts and withdraws while somebody else reads page by page: is each row read once?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from tests import record
from tracker import actions
from tracker.models import Contribution, Source

LIST = "/api/v1/contributions/"
Get = Callable[[str], Any]  # the JSON that is at an address


@dataclass
class Writer:
    """Inserts a contribution at any place of the order, and withdraws one from any place."""

    source: Source
    by: User
    chance: random.Random
    inserted: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def step(self) -> None:
        there = Contribution.objects.published().filter(coalition=self.source.coalition)
        like = self._any(there)
        name = f"w{self.chance.getrandbits(40):x}"
        path = f"{like.country_id}/{like.kind_id}#{name}"
        made = record.said(path, f"words for {name}", source=self.source)
        self.inserted.append(made.contribution.code)
        gone = self._any(there)
        self.withdrawn.append(gone.code)
        actions.withdraw(gone, by=self.by, reason="Withdrawn to see whether pages bear it.")

    def _any(self, there: Any) -> Contribution:
        """The first behind a place that chance names: no row is counted for it."""
        last = there.order_by("-pk")[0].pk
        first = there.order_by("pk")[0].pk
        found: Contribution = there.filter(pk__gte=self.chance.randint(first, last)).order_by("pk")[
            0
        ]
        return found


def codes_there() -> set[str]:
    return set(Contribution.objects.published().values_list("code", flat=True))


def read_all(get: Get, page_size: int) -> Iterator[list[str]]:
    """The codes of each page, as `next` leads on."""
    address = f"{LIST}?fields=code&page_size={page_size}"
    while address:
        body = get(address)
        yield [row["code"] for row in body["results"]]
        address = body["next"]


def amiss(
    read: list[str], before: set[str], inserted: list[str], withdrawn: list[str]
) -> dict[str, list[str]]:
    """What was lost, read twice, or never there; empty if all is well."""
    lost = before - set(withdrawn) - set(read)
    twice = [code for code, times in Counter(read).items() if times > 1]
    strange = set(read) - before - set(inserted)
    found = {"lost": sorted(lost), "twice": sorted(twice), "strange": sorted(strange)}
    return {why: codes for why, codes in found.items() if codes}
