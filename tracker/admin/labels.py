"""The words on screen: an analyst's, not the database's."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from django.db.models import Model

from tracker.domain.ladder import GROUP_OF, Change, Group, Status
from tracker.models import Contribution, Quote, Source, Statement, Tally

_CLAIM = {
    "quote": "Words",
    "status": "Says",
    "low": "At least",
    "high": "At most",
    "metric": "Counted in",
    "words": "The number's words",
    "bounds_by": "Bounds come from",
    "when": "When",
    "when_words": "The words for it",
    "credibility": "How sure",
    "number": "Number in the quote",
    "position": "Order in the quote",
}

LABELS: dict[str, dict[str, str]] = {
    "source": {
        "code": "Short name",
        "published": "Published on",
        "published_inferred": "How the date was found",
        "text_is_public": "Readers may see the text",
        "text": "Text",
        "text_sha256": "Fingerprint of the text (sha256)",
        "text_characters": "Characters",
        "annotation": "Progress",
        "assignee": "Who works on it",
        "replaces": "Corrected edition of",
        "tables": "How its table is read",
    },
    "quote": {
        "exact": "Words",
        "prefix": "Just before",
        "suffix": "Just after",
        "start": "Starts at",
        "locator": "Row, page or time",
        "speaker": "Who says it",
        "voice": "How it is said",
        "relayed": "Passed on by",
        "said": "Said on",
        "translation": "In English",
        "checked_on": "Checked on",
    },
    "speaker": {"code": "Short name", "country": "Speaks for", "source": "Known only from"},
    "contribution": {
        "country": "Who",
        "kind": "What",
        "theatre": "Where",
        "name": "Which one",
        "title_override": "Title",
        "part_of": "Part of",
    },
    "statement": _CLAIM
    | {
        "contribution": "Says it of",
        "reads_as": "The number is",
        "per": "Per",
        "converted_low": "Converted from, at least",
        "converted_high": "Converted from, at most",
        "converted_currency": "Converted from",
        "converted_rate": "At the rate",
        "change": "It is about",
        "recipient": "To whom",
        "line_of_effort": "Line of effort",
        "due": "Promised for",
        "condition": "On condition",
        "basis": "Said or implied",
        "denies": "Denies",
        "corrects": "Corrects",
    },
    "tally": _CLAIM
    | {
        "metric": "Counts",
        "counts": "Of what",
        "out_of": "Out of",
        "not_narrowed": "Narrower than asked",
        "part_of": "Part of tally",
    },
    "statementquote": {"quote": "Words", "position": "Order"},
    "tallyquote": {"quote": "Words", "position": "Order"},
    "tallycountry": {"excluded": "Left out by the words"},
    "member": {"country": "Member"},
    "token": {
        "name": "What it is for",
        "prefix": "Begins with",
        "user": "Whose",
        "scope": "What it may",
        "writes": "What it writes",
        "expires_at": "Ends",
        "last_used_at": "Last used",
    },
}

HELP: dict[str, dict[str, str]] = {
    "source": {
        "code": "Small letters, digits and hyphens: voa-2015-11-23-ally-support. It stays.",
        "text": "Paste it whole. Its fingerprint and length are worked out here.",
        "published": "2015-11-23, 2015-11, or 2015-11-23~ for about then.",
        "language": "en, fr, de …",
        "authors": "One a line.",
    },
    "quote": {
        "exact": "The shortest words that carry the fact, copied to the character: "
        "curly quotes stay curly.",
        "start": "May be left out where the text is kept here: the place is found by the words.",
        "prefix": "Only where the same words stand twice: copy what comes just before.",
        "suffix": "Or what comes just after.",
        "locator": "Where there is no running text: row-12, p4, 00:03:10.",
        "speaker": "Empty: the source itself tells it.",
        "relayed": "One a line, in order: the prime minister told CNN, the agency reports CNN.",
    },
    "contribution": {
        "theatre": "Only where it is given for one theatre.",
        "title_override": "Empty: made from who, what and where.",
        "part_of": "A whole of another country that contains it.",
    },
    "statement": {
        "status": "What the words say, not what history did. Empty: they say nothing of it.",
        "change": "Empty: of the contribution itself.",
        "low": "Empty: open below. “38 aircraft” is 38 and 38.",
        "high": "Empty: open above, as in “more than 1,000”.",
        "bounds_by": "“The analyst” where nobody's words force them.",
        "when": "2015-11-23, 2015-11, 2014-08-08/2015-11-23 (at some time within), ../2015-11-23.",
        "credibility": "5 needs a note.",
        "note": "Needed where they say nothing of it: “would not say”.",
        "position": "A later one breaks a tie. Empty: at the end.",
    },
    "tally": {
        "metric": "Empty: countries.",
        "counts": "A line each: kind: training. Several of one: kind: airstrikes, training.",
        "status": "Empty: what is there or done.",
        "low": "“nearly two dozen”: 21 and 23. Empty: open below.",
        "high": "Empty: open above, as in “at least 34”.",
        "when": "2015-11-23, 2015-11, or a range. Empty: when it was said.",
        "position": "Empty: at the end.",
    },
    "country": {"aliases": "One a line, as newspapers write them."},
    "place": {"aliases": "One a line."},
}


def labels_of(model: type[Model]) -> dict[str, str]:
    return LABELS.get(model._meta.model_name or "", {})


def helps_of(model: type[Model]) -> dict[str, str]:
    return HELP.get(model._meta.model_name or "", {})


def label_of(model: type[Model], name: str) -> str:
    """What a column is called on screen."""
    field: Any = model._meta.get_field(name)
    label = labels_of(model).get(name) or str(field.verbose_name)
    return label[:1].upper() + label[1:]


def status_choices() -> list[tuple[str, Any]]:
    """The statuses in their groups, each with its meaning."""
    groups = [
        (
            group.label,
            [
                (status.value, f"{status.label} – {status.meaning[:1].lower()}{status.meaning[1:]}")
                for status in Status
                if GROUP_OF[status] == group
            ],
        )
        for group in Group
    ]
    return [("", "They do not say"), *groups]


def change_choices() -> list[tuple[str, str]]:
    named = [(word.value, f"{word.label} – {word.meaning.lower()}") for word in Change]
    return [("", "The contribution itself"), *named]


@singledispatch
def shown_as(record: Any) -> str:
    """How a record is named in a list to choose from."""
    return str(record)


@shown_as.register
def _quote(record: Quote) -> str:
    return f"“{record}” ({record.code})"


@shown_as.register
def _source(record: Source) -> str:
    return f"{record.title} ({record.code})"


@shown_as.register
def _contribution(record: Contribution) -> str:
    return f"{record.path} – {record.title}"


@shown_as.register
def _statement(record: Statement) -> str:
    return f"{record} ({record.code})"


@shown_as.register
def _tally(record: Tally) -> str:
    return f"{record} ({record.code})"
