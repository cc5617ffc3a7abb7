"""The command: a table that says why somebody is only possible, JSON, and refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import record
from tracker.models import Tally


@pytest.fixture
def tally(db: None) -> Tally:
    record.said("FR/training", role="lead")
    record.said("IT/training", status="pledged")
    return record.claimed("15 [of 65] nations train", "15", counts={"kind": "training"}, out_of=65)


def reconciled(*args: str) -> str:
    out = StringIO()
    call_command("reconcile", *args, stdout=out)
    return out.getvalue()


def test_the_table(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    table = " ".join(reconciled().split())
    for words in (
        "“15 [of 65] nations train”",
        "kind: training",
        "15 of 65",
        "Italy (promised, not told as a",
        "13–14",
    ):
        assert words in table
    assert "Denied" not in table
    record.said("DE/training", status="absent")
    assert "Denied" in reconciled()


def test_json_is_one_document(tally: Tally) -> None:
    (row,) = json.loads(reconciled(tally.code, "--json"))
    assert (row["claimed"], row["out_of"], row["not_named"]) == ("15", 65, "13–14")
    assert row["certain"] == [{"country": "FR", "contributions": ["FR/training"], "why": []}]
    assert row["possible"][0]["why"] == ["promised, not told as a deed"]


def test_refusals(tally: Tally) -> None:
    with pytest.raises(CommandError, match=f"Was {tally.code} meant"):
        reconciled(tally.code + "0")
    with pytest.raises(CommandError, match="not a day: write it as 2015-11-23"):
        call_command("reconcile", "--known-on", "yesterday")


def test_what_was_known_on_a_day(tally: Tally) -> None:
    (row,) = json.loads(reconciled("--known-on", "2015-11-22", "--json"))
    assert (row["certain"], row["possible"], row["not_named"]) == ([], [], "15")
