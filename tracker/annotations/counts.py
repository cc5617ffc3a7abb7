"""What a tally counts: a question in the query language, checked with the file's lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tracker.annotations.mistakes import Place, Report
from tracker.annotations.tree import At
from tracker.domain.codes import nearest
from tracker.filters import ContributionFilterSet, FilterError
from tracker.filters.asked import CodeAsked, ExactAsked

PARAMETERS = ContributionFilterSet.parameters
# Parameters whose values are codes, and of what: those may stand in the files and not yet here.
CODES = {
    "coalition": "coalition",
    "country": "country",
    "kind": "kind",
    "line_of_effort": "line_of_effort",
    "place": "place",
    "theatre": "place",
    "recipient": "country",
    "metric": "metric",
    "speaker_country": "country",
}


def check_counts(
    counts: Mapping[str, str],
    at: At,
    check_code: Callable[[str, str, Place], None],
    report: Report,
) -> None:
    """Every parameter exists, and its values are codes or words that exist."""
    below = at.go("counts") or at
    for name, value in counts.items():
        if name not in PARAMETERS:
            wrong = f"{name!r} is no parameter of a query."
            expected = "Parameters are those of /api/v1/contributions/."
            report.add(below.place_of_key(name), wrong, expected, nearest(name, PARAMETERS))
        for code in value.split(",") if name.strip("!") in CODES else ():
            check_code(CODES[name.strip("!")], code, below.place(name))
    _check_words(counts, below, report)


def _check_words(counts: Mapping[str, str], at: At, report: Report) -> None:
    """What needs no record to be read, the query language reads itself."""
    plain = {name: value for name, value in counts.items() if _needs_no_record(name)}
    try:
        ContributionFilterSet.read(plain)
    except FilterError as error:
        for mistake in error.mistakes:
            report.add(at.place(mistake.name), str(mistake), nearest=mistake.nearest)


def _needs_no_record(name: str) -> bool:
    asked = PARAMETERS.get(name.strip("!"))
    return asked is not None and not isinstance(asked, CodeAsked | ExactAsked)


def in_order(counts: Mapping[str, str]) -> dict[str, str]:
    """In the order of the query language's own parameters, since the database keeps none."""
    place = {name: index for index, name in enumerate(PARAMETERS)}
    names = sorted(counts, key=lambda name: (place.get(name, len(place)), name))
    return {name: counts[name] for name in names}
