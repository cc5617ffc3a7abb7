"""What a contribution's statements add up to, on the day of knowledge that was asked for."""

from __future__ import annotations

from django.db.models import (
    BooleanField,
    Case,
    F,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Now, TruncDate

from tracker.domain.ladder import STATE_STATUSES, Change, Group
from tracker.domain.verdict import OF_THE_THING
from tracker.fields.base import Clocks, Field, Type
from tracker.fields.words import words_of

CELLS = ("actual", "disputed", "prospective", "denied", "silent")
ANSWERS = ("yes", "maybe", "no")
# The answer to valid_on, as filters annotate the rows with it.
HOLDS = "holds"


def _holds(clocks: Clocks) -> Combinable:
    return F(HOLDS) if clocks.valid_on else Value("", output_field=TextField())


def _cell(clocks: Clocks) -> Combinable:
    """``tracker.domain.holding``'s cell of one state, in SQL."""
    past = [When(Q(state__status_group=Group.ACTUAL, **{HOLDS: "no"}), then=Value("silent"))]
    return Case(
        *(past if clocks.valid_on else []),
        When(state__disputed=True, then=Value("disputed")),
        When(
            Q(state__status_group=Group.DENIED) & ~Q(state__change__in=OF_THE_THING),
            then=Value("silent"),
        ),
        When(state__status_group="", then=Value("silent")),
        default=F("state__status_group"),
        output_field=TextField(),
    )


def _overdue(clocks: Clocks) -> Combinable:
    day = Value(clocks.known_on) if clocks.known_on else TruncDate(Now())
    return Case(
        When(state__due_latest__lt=day, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def _flag(name: str, label: str, meaning: str) -> Field:
    return Field(name, f"state__{name}", label, meaning, Type.BOOLEAN, always=True)


def _day(name: str, label: str, meaning: str, *, column: str = "") -> Field:
    return Field(name, f"state__{column or name}", label, meaning, Type.DAY, sortable=True)


STATUS = (
    Field(
        "status",
        "state__status",
        "Status",
        "The rung of the ladder that its statements come to; empty where none says any.",
        Type.WORD,
        words=STATE_STATUSES,
        sortable=True,
    ),
    Field(
        "status_group",
        "state__status_group",
        "Status group",
        "Denied, prospective or actual. A promise is never counted as a deed.",
        Type.WORD,
        words=words_of(Group),
    ),
    Field(
        "change",
        "state__change",
        "Change",
        "What the status is of, where it is not of the thing itself: an end may be pledged.",
        Type.WORD,
        words=words_of(Change),
    ),
    Field(
        "cell",
        _cell,
        "Cell",
        "What it makes of its country and kind in a matrix; silent is nothing said, never nothing.",
        Type.WORD,
        words=CELLS,
        always=True,
    ),
    Field(
        "holds",
        _holds,
        "Holds on the day",
        "Whether its deed held on valid_on: certainly, possibly or not. Empty without a valid_on.",
        Type.WORD,
        words=ANSWERS,
    ),
    _flag("disputed", "Disputed", "Whether another origin denies that it exists."),
    _flag(
        "denied_by_self",
        "Denied by itself",
        "Whether the contributor denies it and nobody of its own asserts it.",
    ),
    _flag(
        "status_conflict",
        "Status in conflict",
        "Whether a promise of the same time puts the deed in doubt.",
    ),
    _flag("figure_conflict", "Figures in conflict", "Whether figures or dates exclude each other."),
    _flag("implied_only", "Implied only", "Whether no words state the deed, they only imply it."),
    _flag(
        "presumed_only",
        "Presumed only",
        "Whether no words state that it belongs to the coalition, it is only presumed.",
    ),
    _flag("conditioned", "Conditioned", "Whether the status depends on a condition."),
)

DAYS = (
    _day("started_earliest", "Started, earliest", "First day on which it can have begun."),
    _day("started_latest", "Started, latest", "Day by which it had certainly begun."),
    _day("ended_earliest", "Ended, earliest", "First day on which it can have ended."),
    _day("ended_latest", "Ended, latest", "Day by which it had certainly ended."),
    _day("held_earliest", "Held, earliest", "First day that its deeds can have held on."),
    _day("held_latest", "Held, latest", "Last day that its deeds can have held on."),
    _day("last_as_of", "Last as of", "Last day as of which somebody says that it stands."),
    Field(
        "outlook_status",
        "state__outlook_status",
        "Outlook",
        "The status of the latest promise, doubt or refusal beside the deed.",
        Type.WORD,
        words=STATE_STATUSES,
    ),
    Field(
        "outlook_change",
        "state__outlook_change",
        "Outlook is of",
        "What that promise is of: its start, more of it, its end.",
        Type.WORD,
        words=words_of(Change),
    ),
    _day(
        "due", "Due", "Last day of what was promised, while nothing followed.", column="due_latest"
    ),
    Field(
        "overdue",
        _overdue,
        "Overdue",
        "Whether that day has passed on the day of knowledge.",
        Type.BOOLEAN,
        always=True,
    ),
    Field(
        "known_from",
        "state__known_from",
        "Known from",
        "The day from which sources had it known as it stands here.",
        Type.DAY,
        always=True,
        sortable=True,
    ),
    Field(
        "statement_count",
        "state__statements",
        "Statements",
        "How many live statements it rests on.",
        Type.INTEGER,
        always=True,
    ),
)
