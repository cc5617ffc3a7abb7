"""Parameters that say as of when, and how strictly, a question is meant."""

from __future__ import annotations

from tracker.filters.asked import ClockAsked, ManyClockAsked, Parameters, SinceAsked
from tracker.filters.ranges import CERTAIN, POSSIBLE


class Match:
    choices = ((CERTAIN, "certainly in range"), (POSSIBLE, "possibly in range"))


class Holds:
    choices = (("yes", "certainly"), ("maybe", "possibly"), ("no", "not"))


def known_on() -> Parameters:
    return {
        "known_on": ClockAsked(
            "known_on",
            label="Known on",
            meaning="What sources published by this day had said; without it, what is known now.",
        )
    }


def valid_on() -> Parameters:
    return {
        "valid_on": ClockAsked(
            "valid_on",
            label="Held on",
            meaning="What held on this day; without it, what ever did.",
        ),
        "holds": ManyClockAsked(
            "holds",
            Holds,
            label="Holds",
            meaning="With which certainty it held on valid_on; yes unless said otherwise.",
        ),
    }


def date_match() -> Parameters:
    return {
        "date_match": ManyClockAsked(
            "date_match",
            Match,
            single=True,
            label="Dates match",
            meaning="Whether dates lie certainly in a range, or (as a rule) possibly.",
        )
    }


def updated_since() -> Parameters:
    return {
        "updated_since": SinceAsked(
            "updated_at", label="Changed since", meaning="Changed then or later, in this database."
        )
    }
