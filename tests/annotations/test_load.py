"""Loading: what is written, under whose account, all or nothing, again and again."""

import random
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.annotations.fixture_files import TEXTS, Folder, done, norway, reading, source
from tracker import actions
from tracker.annotations.apply import MovedOn
from tracker.annotations.dump import texts
from tracker.annotations.load import prepare
from tracker.annotations.mistakes import FixtureError
from tracker.models import (
    Contribution,
    Country,
    Loaded,
    Member,
    Quote,
    Source,
    Speaker,
    State,
    Statement,
    Tally,
)

SHIPS = norway(
    "of: NO/deployment.naval#three, status: done, amount: 3 ships, words: three, "
    "place: persian-gulf, when: 2015-11-23, with: [{quote: an official said, at: 67}]",
    "of: 'NO,DK/training', status: possible, condition: ships",
)
TALLY = reading(
    "59 of the 65 members met",
    "tally: countries, amount: 59, out_of: 65, counts: {kind: membership}, names: [SE, DK], "
    "excludes: [GB], not_narrowed: who met",
)
SPEAKER = (
    "\nspeakers:\n  official: {name: An official, of: 'NO', role: official, anonymous: true}\n"
)


@pytest.fixture
def loaded(folder: Folder) -> Folder:
    folder.source(SHIPS, TALLY, more=SPEAKER)
    folder.load()
    return folder


# --- What is written ------------------------------------------------------------------------


def test_every_cell_stands_in_its_column(loaded: Folder) -> None:
    first, second, third = Statement.objects.order_by("code")
    assert first.code == "made-up:20-65:1"
    assert (first.contribution.code, first.contribution.path) == (
        "no-deployment-naval-three",
        "NO/deployment.naval#three",
    )
    assert (first.low, first.high) == (Decimal(3), Decimal(3))
    assert (first.metric_id, first.words) == ("ships", "three")
    assert (first.place_id, first.when, first.when_earliest) == (
        "persian-gulf",
        "2015-11-23",
        date(2015, 11, 23),
    )
    assert [rest.quote.exact for rest in first.rests_on.all()] == ["an official said"]
    assert [(s.code, s.contribution.path, s.position) for s in (second, third)] == [
        ("made-up:20-65:2", "NO/training", 2),
        ("made-up:20-65:3", "DK/training", 3),
    ]
    assert second.condition == "ships"


def test_tallies_sources_quotes_and_speakers(loaded: Folder) -> None:
    tally = Tally.objects.get()
    assert (tally.low, tally.high) == (Decimal(59), Decimal(59))
    assert (tally.out_of, tally.metric_id) == (65, None)
    assert tally.counts == {"kind": "membership"}
    assert list(tally.countries.values_list("country_id", "excluded").order_by("country_id")) == [
        ("DK", False),
        ("GB", True),
        ("SE", False),
    ]
    found = Source.objects.get()
    assert (found.text_characters, found.text, found.annotation) == (421, None, "done")
    quote = Quote.objects.get(start=20)
    assert (quote.code, quote.end, quote.voice) == ("made-up:20-65", 65, "narration")
    speaker = Speaker.objects.get(code="made-up:official")
    assert (speaker.country_id, speaker.anonymous, speaker.source) == ("NO", True, found)


def test_reference_data(loaded: Folder) -> None:
    assert Country.objects.get(code="GB").aliases == ["Britain", "UK"]
    members = Member.objects.filter(organisation="NORDICS").order_by("country_id")
    assert list(members.values_list("country_id", flat=True)) == ["DK", "NO", "SE"]
    assert Speaker.objects.get(code="jane-admiral").country_id == "NO"


def test_states_are_derived(loaded: Folder) -> None:
    state = State.objects.get(contribution__path="NO/deployment.naval#three")
    assert (state.status, state.status_group) == ("done", "actual")


def test_a_text_is_held_where_it_may_be(folder: Folder) -> None:
    path = folder.source(SHIPS)
    path.write_text(path.read_text().replace("characters: 421", "characters: 421, hold: true"))
    with pytest.raises(FixtureError, match="There is no copy of the text to hold"):
        prepare([folder.path])
    folder.load()
    assert Source.objects.get().text == (TEXTS / "harbour.txt").read_text()
    assert prepare([folder.path]).plan.is_empty
    path.write_text(path.read_text().replace(", hold: true", ""))
    folder.load()
    assert Source.objects.get().text is None


# --- Checked, or never ----------------------------------------------------------------------


def test_quotes_are_checked_where_there_is_a_copy(loaded: Folder) -> None:
    today = timezone.now().date()
    assert set(Quote.objects.values_list("checked_on", flat=True)) == {today}
    assert Source.objects.get().checked.endswith(f" on {today}")


def test_without_a_copy_they_were_never_checked(folder: Folder) -> None:
    folder.source(SHIPS)
    prepare([folder.path]).apply()
    assert Source.objects.get().checked == "never checked"
    later = folder.load()
    assert len(later.plan.just_checked) == Quote.objects.count()
    assert Source.objects.get().checked.startswith("checked against sha256 a1ba529d")
    versions = list(Quote.objects.values_list("version", flat=True))
    folder.load()
    assert list(Quote.objects.values_list("version", flat=True)) == versions


# --- Who and why ----------------------------------------------------------------------------


def test_the_loader_wrote_and_published_it(loaded: Folder) -> None:
    loader = User.objects.get(username="loader")
    assert not loader.has_usable_password()
    assert not loader.is_active
    for model in (Statement, Tally, Contribution):
        for record in model.objects.all():
            assert record.review == "published"
            assert record.written_by == record.published_by == loader
            assert record.own_review_reason == "annotated fixture, reviewed as a pull request"


def test_history_says_who_and_why(loaded: Folder) -> None:
    for model in (Statement, Quote, Contribution, Country, Source, Tally):
        events = event_model(model).objects.all()
        assert events.count() == model.objects.count()
        for event in events:
            assert event.pgh_label == "insert"
            assert event.pgh_context["username"] == "loader"
            assert event.pgh_context["reason"] == f"load {loaded.path}"


# --- Again, in any order --------------------------------------------------------------------


def event_model(model: Any) -> Any:
    return apps.get_model("tracker", f"{model.__name__}Event")


def stamps() -> dict[str, Any]:
    """Versions and ids of all that stands, and how much history there is."""
    models: tuple[Any, ...] = (Country, Source, Quote, Speaker, Contribution, Statement, Tally)
    return {
        model.__name__: (
            list(model.objects.order_by("pk").values_list("pk", "version")),
            event_model(model).objects.count(),
        )
        for model in models
    }


def test_loading_again_changes_nothing(loaded: Folder) -> None:
    before, remembered = stamps(), list(Loaded.objects.order_by("pk").values())
    load = loaded.load()
    assert load.plan.is_empty
    assert done(load) == []
    assert stamps() == before
    assert list(Loaded.objects.order_by("pk").values()) == remembered


def test_the_order_of_files_and_of_what_is_in_them_changes_nothing(
    folder: Folder, tmp_path: Path
) -> None:
    readings = [
        SHIPS,
        TALLY,
        reading("as long as parliament agrees", "of: SE/funding, status: done"),
    ]
    for number in range(3):
        folder.source(*readings, name=f"source-{number}")
    folder.load()
    expected = dict(texts())
    assert len(expected) == 7 + 3

    chance = random.Random(3)  # noqa: S311
    for _ in range(3):
        files = sorted(folder.path.rglob("*.yaml"))
        chance.shuffle(files)
        chance.shuffle(readings)
        for number in range(3):
            folder.source(*readings, name=f"source-{number}")
        load = prepare(files, TEXTS)
        assert load.plan.is_empty

    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert dict(texts()) == expected


def test_which_source_was_loaded_first_changes_nothing(folder: Folder) -> None:
    """Not even where two say the same, at the same place of their texts, on the same day."""
    both = [folder.source(SHIPS, name=name) for name in ("first", "second")]
    carried = []
    for order in (both, both[::-1]):
        with transaction.atomic():
            for file in (folder.path / "reference/all.yaml", *order):
                prepare([file], TEXTS).apply()
            carried.append(
                dict(State.objects.at().values_list("contribution__path", "statement__code"))
            )
            transaction.set_rollback(True)
    assert carried[0] == carried[1]
    assert {code.partition(":")[0] for code in carried[0].values()} == {"first"}


def test_an_analysts_own_records_are_left_alone(loaded: Folder, analyst: User) -> None:
    quote = Quote.objects.get(start=20)
    contribution = Contribution.objects.get(path="DK/training")
    draft = Statement(quote=quote, contribution=contribution, status="done", written_by=analyst)
    draft.save()
    assert draft.number == 4
    assert loaded.load().plan.is_empty
    loaded.source(SHIPS + "  - {of: SE/funding, status: possible}\n", TALLY, more=SPEAKER)
    load = loaded.load()
    assert done(load, "statement") == [("created", "made-up:20-65:5")]
    draft.refresh_from_db()
    assert (draft.review, draft.version) == ("draft", 1)
    assert loaded.load().plan.is_empty


# --- All or nothing -------------------------------------------------------------------------


def test_what_the_database_refuses_is_told_with_its_line(folder: Folder) -> None:
    folder.write(
        "reference/more.yaml",
        "places:\n- {code: kiel, name: Kiel, level: city}\n"
        "- {code: north-sea, name: North Sea, level: sea, country: 'NO'}\n",
    )
    load = folder.prepare()
    with pytest.raises(FixtureError) as caught:
        load.apply()
    (mistake,) = caught.value.mistakes
    assert (Path(mistake.place.file).name, mistake.place.line) == ("more.yaml", 3)
    assert str(mistake) == "A place at sea has no country."
    assert not Country.objects.exists()
    assert not User.objects.filter(username="loader").exists()


def test_what_cannot_be_placed_is_told_too(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.source(SHIPS)
    load = folder.prepare()

    def refuse(*args: Any, **options: Any) -> None:
        raise IntegrityError("something is wrong")

    monkeypatch.setattr("tracker.annotations.load.apply_plan", refuse)
    with pytest.raises(FixtureError, match=r"the database\n.*something is wrong"):
        load.apply()


def test_what_was_changed_in_between_stops_the_load(loaded: Folder) -> None:
    loaded.source(SHIPS.replace("status: done", "status: ongoing"), TALLY, more=SPEAKER)
    load = loaded.prepare()
    with actions.acting(by=None, reason="moved meanwhile"):
        Statement.objects.filter(number=1, quote__start=20).update(position=9)
    with pytest.raises(MovedOn, match="made-up:20-65:1 was changed while its plan was made"):
        load.apply()
    assert Statement.objects.count() == 3


def test_a_quotes_words_cannot_change_under_what_was_published(folder: Folder) -> None:
    folder.source(SHIPS)
    prepare([folder.path]).apply()
    folder.source(SHIPS.replace("on Monday\n", "on Tuesda\n"))
    with pytest.raises(FixtureError) as caught:
        prepare([folder.path]).apply()
    (mistake,) = caught.value.mistakes
    assert mistake.place.line == 10
    assert "something published rests on these words" in str(mistake)


# --- A fixed number of queries --------------------------------------------------------------


def test_the_plan_asks_as_often_for_many_as_for_one(folder: Folder) -> None:
    folder.source(SHIPS, TALLY)
    folder.load()
    with CaptureQueriesContext(connection) as few:
        folder.prepare()
    for number in range(20):
        folder.source(SHIPS, TALLY, name=f"source-{number}")
    folder.load()
    with CaptureQueriesContext(connection) as many:
        folder.prepare()
    assert len(many) == len(few) <= 30


def test_the_example_of_the_project_is_loaded_and_dumped_to_the_byte(
    folder: Folder, root: Path, tmp_path: Path
) -> None:
    shutil.rmtree(folder.path)
    load = prepare([root / "fixtures"])
    load.apply()
    dumped = dict(texts())
    files = {
        path.relative_to(root / "fixtures").as_posix(): path.read_text(encoding="utf-8")
        for path in (root / "fixtures").rglob("*.yaml")
    }
    assert dumped == files
    assert prepare([root / "fixtures"]).plan.is_empty
    assert source("", text=False).startswith("source:")
