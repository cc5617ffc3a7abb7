"""The long CSV, loaded where nothing is, gives the same statements and contributions again."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from tests import record
from tests.exports.files import FORMULAS, NASTY
from tracker.annotations.load import prepare
from tracker.annotations.mistakes import FixtureError
from tracker.exports import read_export, write_csv
from tracker.models import Quote, Source, Speaker, Statement
from tracker.models.choices import SpeakerRole

pytestmark = pytest.mark.django_db

OF_THIS_DATABASE = {"version", "updated_at"}
Rows = list[dict[str, str]]


def exported(**params: str) -> str:
    return b"".join(write_csv(read_export("contributions", params))).decode()


def told(text: str) -> Rows:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{k: v for k, v in row.items() if k not in OF_THIS_DATABASE} for row in rows]


def once(make: Callable[[], object]) -> tuple[str, str]:
    """The long and the wide export of a record that is gone afterwards."""
    with transaction.atomic():
        make()
        long, wide = exported(shape="long"), exported()
        transaction.set_rollback(True)
    assert not Statement.objects.exists()
    return long, wide


def load(folder: Path, text: str, flavour: str = "") -> bool:
    """Load it; whether anything was to do."""
    file = folder / "long.csv"
    file.write_text(text, encoding="utf-8", newline="")
    run = prepare([file], flavour=flavour)
    run.apply()
    return not run.plan.is_empty


def mistakes_of(folder: Path, text: str, flavour: str = "") -> list[str]:
    with pytest.raises(FixtureError) as raised:
        load(folder, text, flavour)
    return [f"{each.place.line}: {each}" for each in raised.value.mistakes]


def reference() -> None:
    record.coalition()
    for code in ("FR", "DE", "TR", "IQ"):
        record.country(code)
    record.line_of_effort("aid")
    for code in ("airstrikes", "deployment.air", "funding"):
        record.kind(code)
    for code in ("money", "aircraft", "targets"):
        record.metric(code)
    record.place("syria")
    record.speaker("josh-earnest", of="FR")


def nasty() -> None:
    """Statements of a quote in an order of their own; words that trip a careless reader."""
    article = record.source(language="en", reliability="B")
    local = record.speaker(
        f"{article.code}:officials", of="TR", source=article, anonymous=True,
        role=SpeakerRole.MILITARY,
    )  # fmt: skip
    header = record.quote("Figures, in full", of=article, start=9000)
    planes = record.quote("from 12\nto 38, 👍🏽 “Été”", of=article, start=10, said="2015-11")
    record.said("FR/deployment.air", planes, amount="38 aircraft", position=2)
    record.said("FR/deployment.air", planes, amount="12 aircraft", position=1, when="../2015-11-23")
    record.said(
        "DE/funding", '=1+1, as long as "you" do', status="pledged", amount="EUR 4..6 million",
        condition="as long as", by=local, bounds_by="analyst", due="2016", rests_on=(header,),
        converted_low=5, converted_high=7, converted_currency="USD", converted_rate="1.25",
    )  # fmt: skip
    denied = record.said("TR/airstrikes@syria#anvil", "two targets", amount="2 targets")
    record.said(
        "TR/airstrikes@syria#anvil", record.quote(
            "did not", of=article, by=record.speaker("josh-earnest"), relayed=["CNN", "VOA"],
            occasion="briefing", translation="did not",
        ),
        status="absent", denies=denied, credibility=5, note="-improbable", line_of_effort_id="aid",
        recipient_id="IQ",
    )  # fmt: skip


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    reference()
    long, wide = once(nasty)
    assert load(tmp_path, long) is True
    assert told(exported(shape="long")) == told(long)
    assert told(exported()) == told(wide)
    assert Speaker.objects.get(code__endswith=":officials").anonymous
    assert Quote.objects.get(start=9000).exact == "Figures, in full"
    assert load(tmp_path, long) is False


def test_the_article_comes_back_as_it_was(tmp_path: Path, root: Path) -> None:
    prepare([root / "fixtures" / "reference"]).apply()
    long, wide = once(prepare([root / "fixtures" / "sources"]).apply)
    assert len(told(long)) == 50
    load(tmp_path, long)
    assert told(exported(shape="long")) == told(long)
    assert told(exported()) == told(wide)


def test_mistakes_name_the_line_of_their_row(tmp_path: Path) -> None:
    reference()
    long, _wide = once(nasty)
    rows = told(long)
    line = 2 + sum(row["quote"].count("\n") + 1 for row in rows[:3])
    broken = long.replace("TR/airstrikes@syria#anvil", "XX/airstrikes@syria#anvil")
    assert any(
        each.startswith(f"{line}: ") and "XX" in each for each in mistakes_of(tmp_path, broken)
    )
    broken = long.replace(",absent,", ",absnt,")
    assert any("absnt" in each for each in mistakes_of(tmp_path, broken))
    assert not Source.objects.exists()


def test_another_csv_is_told_from_a_long_one(tmp_path: Path) -> None:
    (sentence,) = mistakes_of(tmp_path, "Who,Sum\nFrance,1\n")
    assert sentence.startswith("1: This is no long export: it has no column code, nor")
    assert "--table" in sentence


def test_what_more_is_known_of_is_not_overwritten(tmp_path: Path) -> None:
    reference()
    long, _wide = once(nasty)
    record.source(authors=["Ann Author"])
    assert "not from this file" in mistakes_of(tmp_path, long)[0]
    assert Source.objects.get().authors == ["Ann Author"]


@pytest.mark.parametrize("flavour", ["plain", "spreadsheet"])
def test_nasty_words_come_back_as_they_went_in(tmp_path: Path, flavour: str) -> None:
    reference()
    words = [*FORMULAS, NASTY, "two\nlines, “quoted”", "'quoted'"]
    with transaction.atomic():
        for number, each in enumerate(words):
            record.said(f"FR/airstrikes#n{number:02}", each, note=each)
        file, plain = exported(shape="long", flavour=flavour), exported(shape="long")
        transaction.set_rollback(True)
    load(tmp_path, file)
    assert told(exported(shape="long")) == told(plain)
    found = Statement.objects.order_by("quote__start").values_list("quote__exact", "note")
    assert list(found) == [(each, each) for each in words]


MARK = "\ufeff"


def formulas(flavour: str) -> str:
    """Exported, and gone: notes that could be formulas, of quotes that could not."""
    with transaction.atomic():
        record.said("FR/airstrikes#one", "one", note="'=cmd|x")
        record.said("FR/airstrikes#two", "two", note="two")
        text = exported(shape="long", flavour=flavour)
        transaction.set_rollback(True)
    return text


@pytest.mark.parametrize("flavour", ["plain", "spreadsheet"])
@pytest.mark.parametrize("mark", ["", MARK])
def test_a_byte_order_mark_says_nothing_of_its_flavour(
    tmp_path: Path, flavour: str, mark: str
) -> None:
    """A program that saved it again may have added or removed one: where nothing shows, ask."""
    reference()
    text = mark + formulas(flavour).removeprefix(MARK)
    (sentence,) = mistakes_of(tmp_path, text)
    assert sentence.startswith("2: note is ")
    assert sentence.endswith("Say how it was exported: --flavour plain, or spreadsheet.")
    load(tmp_path, text, flavour)
    assert Statement.objects.get(note__contains="cmd").note == "'=cmd|x"


@pytest.mark.parametrize("flavour", ["plain", "spreadsheet"])
@pytest.mark.parametrize("mark", ["", MARK])
@pytest.mark.parametrize("words", ["=1+1", "'=1+1"])
def test_quotes_show_its_flavour(tmp_path: Path, flavour: str, mark: str, words: str) -> None:
    reference()
    with transaction.atomic():
        record.said("FR/airstrikes#one", words, note="'=cmd|x")
        text = exported(shape="long", flavour=flavour)
        transaction.set_rollback(True)
    load(tmp_path, mark + text.removeprefix(MARK))
    said = Statement.objects.get()
    assert (said.quote.exact, said.note) == (words, "'=cmd|x")


def test_a_quote_is_as_long_as_its_place(tmp_path: Path) -> None:
    reference()
    long, _wide = once(lambda: record.said("FR/airstrikes", "two targets"))
    (sentence,) = mistakes_of(tmp_path, long.replace("two targets", "two  targets"))
    assert "2: The quote has 12 characters, and 11 from quote_start to quote_end." in sentence
