"""The way back: what is published, canonical, each file whole; and nothing changes by it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from tests.annotations.fixture_files import HARBOUR, TEXTS, Folder, done, norway, reading
from tests.annotations.test_load import SHIPS, SPEAKER, TALLY, stamps
from tracker import actions
from tracker.annotations.dump import dump, texts, write_file
from tracker.annotations.load import prepare
from tracker.models import Contribution, Country, Loaded, Quote, Source, Speaker, Statement

FIRST = "of: NO/deployment, status: done"


@pytest.fixture
def loaded(folder: Folder) -> Folder:
    folder.source(SHIPS, TALLY, more=SPEAKER)
    folder.load()
    return folder


def dumped(name: str = "sources/made-up.yaml") -> str:
    return dict(texts())[name]


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- Round trips ----------------------------------------------------------------------------


def test_load_then_dump_is_the_same_to_the_byte(loaded: Folder, tmp_path: Path) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    dump(once)
    load = prepare([once], TEXTS)
    assert load.plan.is_empty
    load.apply()
    dump(again)
    assert files_below(again) == files_below(once)


def test_dump_then_load_changes_nothing(loaded: Folder, tmp_path: Path) -> None:
    before = stamps()
    dump(tmp_path / "dumped")
    load = prepare([tmp_path / "dumped"], TEXTS)
    load.apply()
    assert done(load) == []
    assert stamps() == before


def test_another_database_is_made_the_same(loaded: Folder, tmp_path: Path) -> None:
    """All that a dump does not say is who, when, and the numbers inside."""
    dumped_to = tmp_path / "dumped"
    dump(dumped_to)
    expected = files_below(dumped_to)
    from django.db import connection

    tables = ", ".join(
        model._meta.db_table
        for model in (Loaded, Statement, Quote, Contribution, Speaker, Source, Country)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}, tracker_coalition, tracker_kind CASCADE")
    prepare([dumped_to], TEXTS).apply()
    dump(dumped_to)
    assert files_below(dumped_to) == expected


# --- What is dumped -------------------------------------------------------------------------


def test_the_form_of_a_source(loaded: Folder) -> None:
    assert dumped().splitlines() == [
        "# yaml-language-server: $schema=../source.schema.json",
        "source:",
        "  id: made-up",
        "  coalition: gulf-watch",
        "  title: Ships for the Gulf",
        "  publisher: Nobody",
        "  published: 2015-11-24",
        (
            "  text: {sha256: a1ba529d97691610378d1edb06791ee0693f87f749c694733e5f281ecec83d4b, "
            "characters: 421}"
        ),
        "",
        "speakers:",
        "  official: {name: An official, of: 'NO', role: official, anonymous: true}",
        "",
        "readings:",
        "- quote: Norway sent three ships to the Gulf on Monday",
        "  at: 20",
        "  says:",
        (
            "  - {of: NO/deployment.naval#three, status: done, amount: 3 ships, words: three, "
            "place: persian-gulf, when: 2015-11-23, with: [{quote: an official said, at: 67}]}"
        ),
        "  - {of: 'NO,DK/training', status: possible, condition: ships}",
        "- quote: 59 of the 65 members met",
        "  at: 331",
        "  says:",
        (
            "  - {tally: countries, amount: 59, out_of: 65, counts: {kind: membership}, "
            "names: [DK, SE], excludes: [GB], not_narrowed: who met}"
        ),
    ]


def test_the_form_of_reference_data(loaded: Folder) -> None:
    found = dict(texts())
    assert found["reference/countries.yaml"].splitlines()[1:] == [
        "countries:",
        "- {code: DK, name: Denmark, type: state}",
        "- {code: GB, name: United Kingdom, type: state, aliases: [Britain, UK]}",
        "- {code: IT, name: Italy, type: state}",
        "- {code: 'NO', name: Norway, type: state}",
        "- {code: SE, name: Sweden, type: state}",
        "- {code: NORDICS, name: Nordic countries, type: organisation, members: [DK, 'NO', SE]}",
    ]
    assert "reference/contributions.yaml" not in found


def test_drafts_are_not_dumped(loaded: Folder, analyst: User) -> None:
    before = dict(texts())
    source = Source.objects.get()
    speaker = Speaker(code="made-up:draft", name="X", role="expert", source=source)
    actions.write(speaker, by=analyst)
    quote = Quote(source=source, exact="Sweden might give", start=226, speaker=speaker)
    actions.write(quote, by=analyst)
    contribution = Contribution(coalition_id="gulf-watch", country_id="SE", kind_id="funding")
    actions.write(contribution, by=analyst)
    draft = Statement(quote=quote, contribution=contribution, status="possible")
    actions.write(draft, by=analyst)
    actions.write(
        Source(
            code="unread", coalition_id="gulf-watch", title="T", publisher="P", published="2015"
        ),
        by=analyst,
    )
    assert dict(texts()) == before


def test_what_an_analyst_published_is_dumped(loaded: Folder, analyst: User, reviewer: User) -> None:
    source = Source.objects.get()
    quote = Quote(source=source, exact="Sweden might give", start=226, voice="direct")
    actions.write(quote, by=analyst)
    contribution = Contribution(coalition_id="gulf-watch", country_id="SE", kind_id="funding")
    actions.write(contribution, by=analyst)
    statement = Statement(quote=quote, contribution=contribution, status="possible")
    actions.write(statement, by=analyst)
    actions.submit(statement, by=analyst)
    actions.publish(statement, by=reviewer)
    lines = dumped().splitlines()
    at = lines.index("- quote: Sweden might give")
    assert lines[at + 1 : at + 5] == [
        "  at: 226",
        "  voice: direct",
        "  says:",
        "  - {of: SE/funding, status: possible}",
    ]


def test_what_was_withdrawn_is_not_dumped(loaded: Folder, reviewer: User) -> None:
    actions.withdraw(Statement.objects.get(number=1), by=reviewer, reason="misread")
    assert "#three" not in dumped()
    assert "an official said" not in dumped()
    assert "'NO,DK/training', status: possible, condition: ships, number: 2" in dumped()


def test_a_quote_of_which_more_is_known_has_a_reading_of_its_own(
    loaded: Folder, analyst: User
) -> None:
    quote = Quote.objects.get(exact="an official said")
    quote.note = "which one is not said"
    actions.write(quote, by=analyst)
    lines = dumped().splitlines()
    at = lines.index("- quote: an official said")
    assert lines[at + 1 : at + 4] == [
        "  at: 67",
        "  note: which one is not said",
        "- quote: 59 of the 65 members met",
    ]
    loaded.write("sources/made-up.yaml", dumped())
    assert done(loaded.load()) == []


def test_a_source_without_readings_comes_back_if_a_file_brought_it(folder: Folder) -> None:
    path = folder.source(name="unread", text=False, more="  annotation: unread\n")
    folder.load()
    expected = "# yaml-language-server: $schema=../source.schema.json\n" + path.read_text()
    assert dumped("sources/unread.yaml") == expected


def test_statements_stand_in_their_order(loaded: Folder) -> None:
    loaded.source(norway("of: 'SE,DK/funding', status: possible", FIRST), name="second")
    loaded.load()
    assert dumped("sources/second.yaml").splitlines()[-2:] == [
        "  - {of: 'SE,DK/funding', status: possible}",
        f"  - {{{FIRST}}}",
    ]


# --- Files ----------------------------------------------------------------------------------


def test_files_that_would_not_change_are_not_touched(loaded: Folder, tmp_path: Path) -> None:
    first = dump(tmp_path)
    assert len(first.written) == 8
    path = tmp_path / "sources" / "made-up.yaml"
    before = path.stat()
    second = dump(tmp_path)
    assert (second.written, len(second.unchanged)) == ([], 8)
    assert path.stat().st_ino == before.st_ino


def test_what_is_not_the_databases_is_told_and_left(loaded: Folder, tmp_path: Path) -> None:
    stray = tmp_path / "sources" / "another.yaml"
    write_file(stray, "source: x\n")
    found = dump(tmp_path)
    assert found.strange == ["sources/another.yaml"]
    assert stray.read_text() == "source: x\n"


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    write_file(path, "old")
    path.chmod(0o640)

    def fail(self: Path, target: Path) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="no space left"):
            write_file(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]
    assert write_file(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640
    assert not write_file(path, "new")


# --- The command ----------------------------------------------------------------------------


def test_the_command_says_what_it_wrote(loaded: Folder, tmp_path: Path) -> None:
    write_file(tmp_path / "sources" / "another.yaml", "source: x\n")
    out, err = StringIO(), StringIO()
    call_command("dump", tmp_path, stdout=out, stderr=err)
    assert f"wrote {tmp_path / 'sources' / 'made-up.yaml'}" in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "10 written, 0 unchanged"
    assert err.getvalue().strip() == (
        f"{tmp_path / 'sources' / 'another.yaml'} is not in the database; it was left alone."
    )


def test_the_command_says_it_as_json(loaded: Folder, tmp_path: Path) -> None:
    out = StringIO()
    call_command("dump", tmp_path, json=True, stdout=out)
    document = json.loads(out.getvalue())
    assert document["unchanged"] == document["strange"] == []
    assert "reference/kinds.yaml" in document["written"]


def test_what_the_command_wrote_is_all_of_the_projects_fixtures(tmp_path: Path, db: None) -> None:
    """Their schemas too, which each file names for editors."""
    call_command("load", "fixtures", stdout=StringIO(), stderr=StringIO())
    call_command("dump", tmp_path, stdout=StringIO())
    assert files_below(tmp_path) == files_below(Path("fixtures"))


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_what_cannot_be_written_is_told(loaded: Folder, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=rf"{where} cannot be written: Not a directory\."):
        call_command("dump", tmp_path / where)


def test_the_command_asks_where_to() -> None:
    with pytest.raises(CommandError, match=r"Say where to: manage\.py dump DIR"):
        call_command("dump")


def test_the_text_of_the_tests_is_theirs() -> None:
    assert len(HARBOUR) == 421
    assert reading("an official said").startswith("- quote: an official said\n  at: 67")
