"""The words of a generated quote: what is said in it, then words for searches to find."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tracker.domain.ladder import Status
from tracker.generate.chance import Draw

# Words for searches to find: one row in so many has it.
RARE = {"zeppelin": 100_000, "periscope": 10_000, "almanac": 1_000, "lighthouse": 100}

VERBS: dict[str, str] = {
    Status.RULED_OUT: "will not give",
    Status.ABSENT: "did not give",
    Status.UNLIKELY: "is unlikely to give",
    Status.REQUESTED: "was asked for",
    Status.POSSIBLE: "might give",
    Status.PROPOSED: "plans to give",
    Status.EXPECTED: "is expected to give",
    Status.OFFERED: "has offered",
    Status.PLEDGED: "has pledged",
    Status.AUTHORISED: "was permitted to give",
    Status.COMMITTED: "has signed for",
    Status.ONGOING: "is giving",
    Status.DONE: "gave",
    Status.ENDED: "no longer gives",
    "": "would not say whether it gives",
}
CONDITIONS = (
    *("as long as parliament agrees", "if others do the same", "once the mandate is renewed"),
    *("provided that the government asks for it", "unless the ceasefire fails"),
)


def _words(text: str) -> Draw[str]:
    """The words of a text, the first of them the most common."""
    return Draw.skewed(text.split())


_ACTS = _words(
    "said announced told confirmed reported noted explained repeated added stressed recalled "
    "suggested insisted acknowledged clarified mentioned indicated declared argued"
)
_QUALITIES = _words(
    "joint military new national recent political regional additional humanitarian international "
    "annual technical local temporary formal broad steady limited early final modest separate "
    "urgent quiet careful voluntary seasonal bilateral provisional costly remote coastal"
)
_THINGS = _words(
    "coalition mission campaign forces support operation partners training government effort "
    "plan meeting statement minister security programme agreement budget parliament contribution "
    "region report summit deployment command border assistance framework committee briefing "
    "mandate conference review schedule convoy rotation workshop ferry orchard bridge ledger "
    "harbour railway granary archive aqueduct observatory"
)


def lead(rng: Random, speaker: str) -> str:
    """How a quote begins: who said it, if anybody is named."""
    return f"{speaker} {_ACTS(rng)} that " if speaker else ""


def clause(giver: str, status: str, *, amount: str, what: str, more: Sequence[str]) -> str:
    """What one statement's words are; whatever is empty is not said."""
    given = f"{amount} for {what}" if amount else what
    return " ".join([giver, VERBS[status], given, *filter(None, more)])


def uncapitalised(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


def tail(rng: Random, row: int) -> str:
    """How it ends: words that mean nothing here, some of them rare."""
    words = f", citing the {_QUALITIES(rng)} {_THINGS(rng)} of the {_QUALITIES(rng)} {_THINGS(rng)}"
    for word, rows in RARE.items():
        if row % rows == rows // 2:
            words += f" and the {word}"
    return words
