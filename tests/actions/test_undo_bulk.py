"""What was done to many records at once, undone as one: the dump is the same again, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.small import Record
from tracker import actions
from tracker.actions import edit, in_bulk, undo
from tracker.actions.weight import WEIGHING
from tracker.annotations.dump import dump
from tracker.models import (
    Contribution,
    Quote,
    Redirect,
    Review,
    Source,
    Speaker,
    Statement,
    Tally,
)
from tracker.models.choices import Voice


@pytest.fixture
def written(tmp_path: Path) -> Callable[[], dict[str, bytes]]:
    """Dumps into a new folder and gives back its files."""

    def write() -> dict[str, bytes]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        dump(folder)
        files = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    return write


@pytest.fixture
def published(record: Record) -> Record:
    """Two sources, two contributions and two tallies of them, all published."""
    second = Source(
        code="wire", coalition=record.source.coalition, title="Wire", publisher="W",
        published="2015-11-24",
    )  # fmt: skip
    actions.write(second, by=record.analyst)
    speaker = Speaker(
        code="wire:aide", name="an aide", role="reporter", anonymous=True, source=second
    )
    actions.write(speaker, by=record.analyst)
    quote = actions.write(
        Quote(source=second, exact="ten jets from Norway", start=0, speaker=speaker),
        by=record.analyst,
    )
    other = actions.write(
        Contribution(
            coalition=record.source.coalition,
            country=record.contribution.country,
            kind=record.contribution.kind,
            name="jets",
        ),
        by=record.analyst,
    )
    record.say(quote, other, status="ongoing")
    tally = Tally(quote=quote, low=10, high=10, words="ten", counts={"kind": "airstrikes"})
    actions.write(tally, by=record.analyst)
    actions.submit(tally, by=record.analyst)
    actions.publish(tally, by=record.reviewer)
    return record


# Columns that may be set for many although something published rests on them, and the files where
# that shows.
VOA, WIRE = "sources/voa.yaml", "sources/wire.yaml"
EDITS: dict[str, tuple[Any, dict[str, Any], list[str]]] = {
    "sources": (
        Source,
        {"publisher": "Another", "language": "fr", "reliability": "B"},
        [VOA, WIRE],
    ),
    "quotes": (Quote, {"voice": Voice.HEADLINE, "occasion": "at a briefing"}, [VOA, WIRE]),
    "speakers": (Speaker, {"role": "military"}, [VOA, WIRE]),
    "titles": (Contribution, {"title_override": "Jets"}, ["reference/contributions.yaml"]),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_bulk_edit_of_what_is_published(
    published: Record, written: Callable[[], dict[str, bytes]], what: str
) -> None:
    model, values, files = EDITS[what]
    before = written()
    by = published.reviewer if model in WEIGHING else published.analyst
    outcome = edit(list(model.objects.all()), values, by=by, reason="all alike")
    assert outcome.refused == []
    assert outcome.action is not None
    after = written()
    assert all(after[name] != before.get(name) for name in files)
    undo(outcome.action, by=published.reviewer, reason="one by one")
    assert written() == before
    assert actions.misderived() == []


def drafts(record: Record) -> list[Statement]:
    """Of a contribution that is public already, and of one that is not."""
    other = Statement(quote=record.quote, contribution=record.contribution, status="pledged")
    return [record.draft, actions.write(other, by=record.analyst)]


def _now(statements: list[Statement]) -> Any:
    return Statement.objects.filter(pk__in=[each.pk for each in statements])


def test_drafts_submitted_in_bulk(
    published: Record, written: Callable[[], dict[str, bytes]]
) -> None:
    before = written()
    both, ada = drafts(published), published.analyst
    outcome = in_bulk(both, lambda each: actions.submit(each, by=ada), by=ada, what="Submit")
    assert outcome.action is not None
    undo(outcome.action, by=ada, reason="not yet")
    assert {each.review for each in _now(both)} == {Review.DRAFT}
    assert written() == before


def test_drafts_published_in_bulk(
    published: Record, written: Callable[[], dict[str, bytes]]
) -> None:
    """They were public, so they are withdrawn: what counts is what counted."""
    before = written()
    both, rosa = drafts(published), published.reviewer
    for each in both:
        actions.submit(each, by=published.analyst)
    outcome = in_bulk(both, lambda each: actions.publish(each, by=rosa), by=rosa, what="Publish")
    assert outcome.refused == []
    assert outcome.action is not None
    assert written() != before
    undo(outcome.action, by=rosa, reason="too early")
    assert {each.review for each in _now(both)} == {Review.WITHDRAWN}
    assert written() == before
    assert actions.misderived() == []


@pytest.mark.parametrize("model", [Statement, Contribution, Tally])
def test_records_withdrawn_in_bulk(
    published: Record, written: Callable[[], dict[str, bytes]], model: Any
) -> None:
    before = written()
    all_, rosa = list(model.objects.published()), published.reviewer
    outcome = in_bulk(
        all_, lambda each: actions.withdraw(each, by=rosa, reason="misread"), by=rosa, what="w"
    )
    assert outcome.refused == []
    assert outcome.action is not None
    assert not model.objects.published()
    assert written() != before
    undo(outcome.action, by=rosa, reason="read well")
    assert written() == before
    assert not Redirect.objects.exists()
    assert actions.misderived() == []
