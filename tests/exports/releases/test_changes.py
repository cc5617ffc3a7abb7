"""The second release lists exactly the cells that changed, and why."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.record import loader, said
from tracker import actions
from tracker.exports.releases import freeze
from tracker.exports.releases.owners import Origin, origin_of
from tracker.models import Contribution, Country, Release, Source, Statement
from tracker.reconcile import RECKONED

# A test is one transaction, whose time is its beginning: what it does was done after this.
EARLIER = timezone.now() - timedelta(hours=1)


def listed(releases_dir: Path, code: str) -> list[dict[str, str]]:
    with (releases_dir / code / "CHANGES.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def cells(changes: list[dict[str, str]], table: str) -> set[tuple[str, str, str, str, str]]:
    return {
        (each["code"], each["change"], each["field"], each["before"], each["after"])
        for each in changes
        if each["table"] == table
    }


@pytest.mark.usefixtures("record")
def test_nothing_is_different_where_nothing_was_done(releases_dir: Path) -> None:
    freeze("2026.11", now=EARLIER)
    assert freeze("2026.12").changes == []
    assert listed(releases_dir, "2026.12") == []
    assert Release.objects.get(code="2026.12").changes == []


@pytest.mark.usefixtures("record")
def test_an_edited_cell_is_listed_wherever_it_stands(releases_dir: Path) -> None:
    freeze("2026.11", now=EARLIER)
    source = Source.objects.get()
    with actions.acting(by=loader(), reason="the publisher's own spelling"):
        source.publisher = "VOA"
        source.save()
    freeze("2026.12")
    changes = listed(releases_dir, "2026.12")
    assert {(each["table"], each["field"], each["before"], each["after"]) for each in changes} == {
        (table, "publisher", "Voice of America", "VOA")
        for table in ("contributions", "statements", "tallies", "quotes", "sources")
    }
    assert {each["reason"] for each in changes} == {"the publisher's own spelling"}


@pytest.mark.usefixtures("record")
def test_a_column_has_the_reason_of_the_record_that_it_comes_from(releases_dir: Path) -> None:
    freeze("2026.11", now=EARLIER)
    with actions.acting(by=loader(), reason="the publisher's own spelling"):
        Source.objects.update(publisher="VOA")
    with actions.acting(by=loader(), reason="as it calls itself"):
        Country.objects.filter(code="FR").update(name="French Republic")
    with actions.acting(by=loader(), reason="a clearer title"):
        contribution = Contribution.objects.get(path="FR/airstrikes@syria")
        contribution.title_override = "French strikes"
        contribution.save()
    freeze("2026.12")
    found = {
        (each["table"], each["field"]): each["reason"]
        for each in listed(releases_dir, "2026.12")
        if each["code"].startswith("fr-airstrikes") or each["table"] == "tallies"
    }
    assert found["contributions", "publisher"] == "the publisher's own spelling"
    assert found["contributions", "country_name"] == "as it calls itself"
    assert found["contributions", "title"] == "a clearer title; as it calls itself"
    assert found["tallies", "publisher"] == "the publisher's own spelling"


@pytest.mark.usefixtures("record")
def test_what_is_reckoned_has_no_reason_of_another_record(releases_dir: Path) -> None:
    freeze("2026.11", now=EARLIER, reckoned=RECKONED)
    with actions.acting(by=loader(), reason="the publisher's own spelling"):
        Source.objects.update(publisher="VOA")
    said("NO/airstrikes", "joined in")
    freeze("2026.12", reckoned=RECKONED)
    found = {
        (each["table"], each["field"]): each["reason"] for each in listed(releases_dir, "2026.12")
    }
    reckoned = {field.name for field in RECKONED["tallies"].fields}
    told = {why for (table, name), why in found.items() if table == "tallies" and name in reckoned}
    assert told == {"reckoned from the whole record"}


@pytest.mark.parametrize(
    ("table", "column", "origin"),
    [
        ("contributions", "publisher", Origin(("source",), own=False)),
        ("contributions", "source", Origin(("quote_code",), own=False)),
        ("contributions", "quote_code", Origin(("statement",), own=False)),
        ("contributions", "statement", Origin()),
        ("contributions", "status", Origin()),
        ("contributions", "kind", Origin()),
        ("contributions", "line_of_effort", Origin(("statement", "kind"), own=False)),
        ("statements", "kind_name", Origin(("kind",), own=False)),
        ("statements", "kind", Origin(("contribution",), own=False)),
        ("statements", "stake", Origin()),
        ("tallies", "certain", None),
    ],
)
def test_whose_a_column_is(table: str, column: str, origin: Origin | None) -> None:
    assert origin_of(table, column) == origin


@pytest.mark.usefixtures("record")
def test_a_replaced_reading_is_a_withdrawal_with_its_successor(
    releases_dir: Path, analyst: User, reviewer: User
) -> None:
    freeze("2026.11", now=EARLIER)
    old = Statement.objects.get(contribution__path="FR/deployment.air")
    new = actions.replace(
        old, by=analyst, reason="it says 40", low=40, high=40, bounds_by="analyst"
    )
    actions.publish(new, by=reviewer)
    freeze("2026.12")
    changes = listed(releases_dir, "2026.12")
    assert cells(changes, "statements") == {
        (old.code, "withdrawn", "", "", ""),
        (new.code, "added", "", "", ""),
    }
    gone = next(each for each in changes if each["change"] == "withdrawn")
    assert (gone["reason"], gone["successor"]) == ("it says 40", new.code)
    assert cells(changes, "contributions") == {
        ("fr-deployment-air", "changed", "low", "38", "40"),
        ("fr-deployment-air", "changed", "high", "38", "40"),
        ("fr-deployment-air", "changed", "figures", "38 aircraft", "40 aircraft"),
        ("fr-deployment-air", "changed", "statement", old.code, new.code),
    }
    wide = next(each for each in changes if each["table"] == "contributions")
    assert wide["reason"] == f"it says 40; new statement {new.code}"
    assert {each["table"] for each in changes} == {"statements", "contributions"}


@pytest.mark.usefixtures("record")
def test_a_withdrawn_contribution_goes_with_its_reason(releases_dir: Path, reviewer: User) -> None:
    freeze("2026.11", now=EARLIER)
    contribution = Contribution.objects.get(path="FR/deployment.air")
    actions.withdraw(contribution, by=reviewer, reason="it was another country")
    freeze("2026.12")
    changes = [each for each in listed(releases_dir, "2026.12") if each["change"] == "withdrawn"]
    assert {each["table"] for each in changes} == {"contributions", "statements"}
    assert {each["reason"] for each in changes} == {"it was another country"}


@pytest.mark.usefixtures("record")
def test_of_what_is_new_the_row_keeps_only_how_much() -> None:
    freeze("2026.11", now=EARLIER)
    said("NO/airstrikes", "joined in")
    said("NO/training", "trained")
    frozen = freeze("2026.12")
    kept = {(each["table"], each["rows"]) for each in frozen.release.changes}
    assert ("contributions", 2) in kept
    assert ("statements", 2) in kept
    assert {each.code for each in frozen.changes if each.table == "contributions"} == {
        "no-airstrikes",
        "no-training",
    }


@pytest.mark.usefixtures("record")
def test_a_release_follows_the_one_before(releases_dir: Path) -> None:
    freeze("2026.11", now=EARLIER)
    said("NO/airstrikes", "joined in")
    freeze("2026.12")
    last = freeze("2027.01").release
    assert last.previous == Release.objects.get(code="2026.12")
    assert listed(releases_dir, "2027.01") == []
