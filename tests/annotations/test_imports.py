"""A spreadsheet becomes a source whose rows are drafts; all or nothing, and undone as one."""

import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Sum

from tests import record
from tests.annotations.dataset import MAPPING, RELEASES, WEAPONS
from tests.annotations.test_spreadsheets import saved, workbook
from tracker import actions
from tracker.actions import NotAllowed
from tracker.annotations.dump import texts
from tracker.annotations.imports import prepare_import
from tracker.annotations.mistakes import FixtureError
from tracker.annotations.preview import preview_of
from tracker.annotations.undo import undo_import
from tracker.domain.anchoring import sha256_of
from tracker.models import Action, Contribution, Loaded, Quote, Source, Statement, StatementQuote

pytestmark = pytest.mark.django_db

HEAD = (
    "source: {id: pledges, coalition: counter-isil, title: Made-up pledges,\n"
    "  publisher: Nobody, published: 2016-01-01}\ntables:\n"
)
PLEDGES = """
- row: contribution
  header: [2, 3]
  columns:
    Who: {values: {France: FR, Italy: IT}}
    Promised / Sum: {number: {ignore: €, scale: {m: million}}}
    Promised / Month: {date: [MMM-YY, YYYY-MM]}
  says:
  - {of: '{Who}/funding', amount: 'EUR {Promised / Sum}', status: pledged,
      due: '{Promised / Month}'}
  check: {rows: 2}
"""


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    record.coalition()
    for code in ("FR", "IT", "XN", "XS"):
        record.country(code)
    for code in ("funding", "airstrikes"):
        record.kind(code)
    for code in ("money", "weapons"):
        record.metric(code)
    for code in ("mosul", "raqqa", "tikrit"):
        record.place(code)


def pledges() -> bytes:
    book = workbook(
        ["Pledges of members", None, None],
        [None, "Promised", None],
        ["Who", "Sum", "Month"],
        ["France", "€440m", "Nov-15"],
        ["Italy", "€1.5m", "Dec-15"],
        [None, None, None],
    )
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("B2:C2")
    return saved(book)


def made_by(ada: User, mapping: str = HEAD + PLEDGES, content: bytes | None = None) -> str:
    found = prepare_import("pledges.xlsx", content or pledges(), mapping, by=ada, hold=True)
    found.load.apply()
    return found.source


def mistakes_of(ada: User, mapping: str, content: bytes | None = None) -> list[str]:
    with pytest.raises(FixtureError) as raised:
        prepare_import("pledges.xlsx", content or pledges(), mapping, by=ada)
    return [f"{each.place.path or each.place.file}: {each}" for each in raised.value.mistakes]


# --- In -------------------------------------------------------------------------------------


def test_rows_become_drafts_of_whoever_brings_them(analyst: User) -> None:
    made_by(analyst)
    source = Source.objects.get(code="pledges")
    assert source.note.startswith("Text made by the tracker's import from pledges.xlsx (sha256 ")
    assert source.text_sha256 == sha256_of(source.text or "")
    statements = Statement.objects.order_by("quote__start")
    assert [
        (s.review, s.written_by, s.contribution.path, s.low, s.currency, s.due, s.quote.exact)
        for s in statements
    ] == [
        ("draft", analyst, "FR/funding", 440_000_000, "EUR", "2015-11", "France,€440m,Nov-15"),
        ("draft", analyst, "IT/funding", 1_500_000, "EUR", "2015-12", "Italy,€1.5m,Dec-15"),
    ]
    assert {c.review for c in Contribution.objects.all()} == {"draft"}
    assert not Loaded.objects.exists()
    event = Source.pgh_event_model.objects.get(code="pledges")  # type: ignore[attr-defined]
    assert event.pgh_context["username"] == "ada"
    assert event.pgh_context["reason"].startswith("import pledges.xlsx (sha256 ")


def test_it_is_shown_cell_by_cell_before_anything_is_done(analyst: User) -> None:
    found = prepare_import("pledges.xlsx", pledges(), HEAD + PLEDGES, by=analyst)
    preview = preview_of(found.load.plan)
    assert (preview.rows, preview.contributions) == (2, 2)
    line = preview.lines[0]
    assert (line.row, line.words, line.of, line.is_new) == (
        "4",
        "France,€440m,Nov-15",
        "FR/funding",
        True,
    )
    assert line.cells == {
        "status": "pledged",
        "amount": "EUR 440 million",
        "words": "€440m",
        "due": "2015-11",
    }
    assert not Source.objects.exists()


def test_a_reviewer_publishes_what_an_analyst_brought(analyst: User, reviewer: User) -> None:
    made_by(analyst)
    for statement in Statement.objects.order_by("pk"):
        actions.submit(statement, by=analyst)
        statement.refresh_from_db()
        actions.publish(statement, by=reviewer)
    assert Contribution.objects.published().count() == 2


def test_what_stands_already_is_left_as_it_is(analyst: User) -> None:
    record.said("FR/funding", "gives money")
    draft = record.said("IT/funding", "gives too", review="draft")
    made_by(analyst)
    reviews = dict(Contribution.objects.values_list("path", "review"))
    assert reviews == {"FR/funding": "published", "IT/funding": "draft"}
    assert Statement.objects.filter(contribution=draft.contribution).count() == 2


# --- Refused --------------------------------------------------------------------------------


def test_all_mistakes_are_told_at_once(analyst: User) -> None:
    mapping = (HEAD + PLEDGES).replace("Italy: IT", "Itly: IT").replace("MMM-YY", "DD/MM/YYYY")
    found = mistakes_of(analyst, mapping.replace("scale: {m: million}", "scale: {}"))
    assert {each.partition(":")[0] for each in found} == {
        "tables[0].columns.Promised / Month",
        "tables[0].columns.Promised / Sum",
        "tables[0].columns.Who",
    }
    assert not Source.objects.exists()


def test_merged_cells_over_rows_are_never_guessed(analyst: User) -> None:
    book = workbook(["Who", "Sum"], ["France", 1], [None, 2])
    book.active.merge_cells("A2:A3")
    mapping = HEAD + (
        "- row: contribution\n  columns: {Who: {values: {France: FR}}}\n"
        "  says:\n  - {of: '{Who}/funding', amount: 'EUR {Sum}', status: pledged}\n"
        "  check: {rows: 2}\n"
    )
    found = mistakes_of(analyst, mapping, saved(book))
    assert any("A2:A3 is one merged cell over rows that are read" in each for each in found)
    made_by(
        analyst,
        mapping.replace("rows: 2", "rows: 1") + "  rows: {to: 2}\n",
        saved(workbook(["Who", "Sum"], ["France", 1], ["Total", 1])),
    )


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("countries:\n- {code: FR, name: France, type: state}\n", "one source's file"),
        (HEAD.removesuffix("tables:\n"), "`tables:` is missing"),
        (
            HEAD.replace("published:", f"text: {{sha256: {'0' * 64}, characters: 3}}, published:")
            + PLEDGES,
            "find the right file",
        ),
    ],
)
def test_a_mapping_is_of_one_source_and_its_text(analyst: User, mapping: str, words: str) -> None:
    assert words in " ".join(mistakes_of(analyst, mapping))


def test_a_source_that_is_there_is_not_brought_again(analyst: User) -> None:
    made_by(analyst)
    (sentence,) = mistakes_of(analyst, HEAD + PLEDGES)
    assert "There is a source pledges already" in sentence
    assert Statement.objects.count() == 2


# --- Undone ---------------------------------------------------------------------------------


def test_an_import_is_taken_back_as_one(analyst: User) -> None:
    kept = record.said("IT/funding", "gives too", review="draft")
    before = dict(texts())
    made_by(analyst)
    undone = undo_import("pledges", by=analyst)
    assert (undone.statements, undone.quotes, undone.contributions) == (2, 2, 1)
    taken_back = Action.objects.exclude(undoes=None).get()
    assert taken_back.reason == "import of pledges taken back"
    assert taken_back.undoes is not None
    assert taken_back.undoes.reason.startswith("import pledges.xlsx")
    assert list(Statement.objects.all()) == [kept]
    assert [each.path for each in Contribution.objects.all()] == ["IT/funding"]
    assert dict(texts()) == before
    made_by(analyst)


def test_what_was_published_is_not_taken_back(analyst: User, reviewer: User) -> None:
    made_by(analyst)
    statement = Statement.objects.order_by("pk").first()
    assert statement is not None
    actions.submit(statement, by=analyst)
    statement.refresh_from_db()
    actions.publish(statement, by=reviewer)
    for edited_too in (False, True):
        with pytest.raises(NotAllowed, match=f"statement {statement.code} was published since"):
            undo_import("pledges", by=analyst, edited_too=edited_too)
    assert Statement.objects.count() == 2


def test_an_edited_draft_goes_only_if_it_is_said(analyst: User, reviewer: User) -> None:
    made_by(analyst)
    statement = Statement.objects.order_by("pk").first()
    assert statement is not None
    statement.note = "looked at"
    actions.write(statement, by=reviewer)
    StatementQuote.objects.create(
        statement=statement, quote=Quote.objects.exclude(pk=statement.quote_id).get()
    )
    with pytest.raises(NotAllowed, match="1 of its records was edited since"):
        undo_import("pledges", by=analyst)
    assert Statement.objects.count() == 2
    undo_import("pledges", by=analyst, edited_too=True)
    assert not Source.objects.exists()


def test_what_somebody_read_from_it_since_stands_in_the_way(analyst: User) -> None:
    made_by(analyst)
    contribution = Contribution.objects.get(path="IT/funding")
    other = record.said(contribution.path, "gives too", review="draft")
    for edited_too in (False, True):
        with pytest.raises(NotAllowed, match=f"statement {other.code} rests on it by now"):
            undo_import("pledges", by=analyst, edited_too=edited_too)
    assert Statement.objects.count() == 3


def test_it_is_taken_back_by_those_who_may(analyst: User, reader: User) -> None:
    made_by(analyst)
    with pytest.raises(NotAllowed, match="may not delete"):
        undo_import("pledges", by=reader)
    undo_import("pledges", by=reader, unasked=True)


def test_an_import_taken_back_is_undone_like_anything_else(analyst: User) -> None:
    """Without its text, which the history does not keep."""
    found = prepare_import("pledges.xlsx", pledges(), HEAD + PLEDGES, by=analyst)
    key = found.load.apply()
    was = list(Statement.objects.values("code", "low", "note", "written_by"))
    undo_import("pledges", by=analyst)
    actions.undo(Action.objects.get(undoes=key).pk, by=analyst, reason="it was right")
    assert list(Statement.objects.values("code", "low", "note", "written_by")) == was
    with pytest.raises(NotAllowed, match="undone already"):
        undo_import("pledges", by=analyst)


def test_only_an_import_is_taken_back(analyst: User) -> None:
    record.source()
    with pytest.raises(NotAllowed, match="did not come by an import"):
        undo_import(record.SOURCE, by=analyst)
    with pytest.raises(NotAllowed, match="no source nothing"):
        undo_import("nothing", by=analyst)


# --- Written back ---------------------------------------------------------------------------


def test_a_dump_has_the_block_only_if_it_says_what_is_published(
    analyst: User, reviewer: User
) -> None:
    made_by(analyst)
    assert "sources/pledges.yaml" not in dict(texts())
    first, second = Statement.objects.order_by("quote__start")
    for statement, ends in ((first, ""), (second, "tables:")):
        actions.submit(statement, by=analyst)
        statement.refresh_from_db()
        actions.publish(statement, by=reviewer)
        text = dict(texts())["sources/pledges.yaml"]
        assert ("tables:" in text) is bool(ends)
        assert ("readings:" in text) is not bool(ends)


# --- The command ----------------------------------------------------------------------------


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("load", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "pledges.xlsx").write_bytes(pledges())
    (tmp_path / "pledges.yaml").write_text(HEAD + PLEDGES, encoding="utf-8")
    return str(tmp_path / "pledges.xlsx"), str(tmp_path / "pledges.yaml")


def test_the_command_shows_and_then_does(files: tuple[str, str], analyst: User) -> None:
    file, mapping = files
    shown = run(file, "--table", mapping, "--by", "ada", "--dry-run")
    assert "row 4: France,€440m,Nov-15" in shown
    assert "FR/funding (new)  status pledged  amount EUR 440 million" in shown
    assert "2 rows, 2 drafts; 2 of their contributions are new." in shown
    assert not Source.objects.exists()
    with pytest.raises(CommandError, match="would be lost"):
        run(file, "--table", mapping, "--by", "ada")
    text = Path(file).with_suffix(".csv")
    done = json.loads(run(file, "--table", mapping, "--by", "ada", "--text", str(text), "--json"))
    assert (done["applied"], done["rows"], len(done["drafts"])) == (True, 2, 2)
    assert sha256_of(text.read_text(encoding="utf-8")) == Source.objects.get().text_sha256
    assert "Taken back: pledges with 2 statements" in run("--undo", "pledges")


def test_the_command_says_what_is_missing(files: tuple[str, str]) -> None:
    file, mapping = files
    with pytest.raises(CommandError, match="maps one spreadsheet"):
        run("--table", mapping)
    with pytest.raises(CommandError, match="no account nobody"):
        run(file, "--table", mapping, "--by", "nobody")
    with pytest.raises(CommandError, match="no source pledges"):
        run("--undo", "pledges")


# --- Two thousand rows ----------------------------------------------------------------------


def test_two_thousand_rows_of_which_seven_hundred_repeat(tmp_path: Path) -> None:
    """Made up: no such publisher, releases or sums exist."""
    mapping = HEAD.replace("pledges", "releases").removesuffix("\n") + MAPPING
    assert len(mapping.strip().splitlines()) <= 15
    (tmp_path / "releases.csv").write_text(RELEASES, encoding="utf-8")
    (tmp_path / "releases.yaml").write_text(mapping, encoding="utf-8")
    run(str(tmp_path / "releases.csv"), "--table", str(tmp_path / "releases.yaml"))
    quotes = Quote.objects.filter(source__code="releases")
    assert quotes.count() == Statement.objects.count() == 2000
    assert len(set(quotes.values_list("exact", flat=True))) == 1300
    assert Statement.objects.aggregate(total=Sum("low"))["total"] == WEAPONS
    assert all(
        RELEASES[start:end] == exact
        for start, end, exact in quotes.values_list("start", "end", "exact")
    )
