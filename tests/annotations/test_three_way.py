"""File, last load, database: whose change is whose, cell by cell."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.annotations.fixture_files import REFERENCE, Folder, done, norway, step_of
from tracker import actions
from tracker.annotations.dump import texts
from tracker.models import Contribution, Country, Loaded, Metric, Place, Quote, Source

SAYS = norway("of: NO/deployment, status: done")


@pytest.fixture
def loaded(folder: Folder) -> Folder:
    folder.source(SAYS)
    folder.load()
    return folder


def rewrite(folder: Folder, old: str, new: str, name: str = "reference/all.yaml") -> None:
    path = folder.path / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def rename(by: User, name: str) -> None:
    country = Country.objects.get(code="SE")
    country.name = name
    actions.write(country, by=by)


def test_only_the_file_changed(loaded: Folder) -> None:
    rewrite(loaded, "name: Sweden", "name: Kingdom of Sweden")
    load = loaded.load()
    assert step_of(load, "SE").changes == {"name": ("Sweden", "Kingdom of Sweden")}
    assert done(load) == [("changed", "SE")]
    assert Country.objects.get(code="SE").name == "Kingdom of Sweden"
    assert loaded.load().plan.is_empty


def test_only_the_database_changed(loaded: Folder, analyst: User) -> None:
    rename(analyst, "Sverige")
    load = loaded.load()
    assert load.plan.is_empty
    assert step_of(load, "SE").edited == {"name": ("Sweden", "Sverige")}
    assert Country.objects.get(code="SE").name == "Sverige"


def test_both_changed(loaded: Folder, analyst: User) -> None:
    rename(analyst, "Sverige")
    rewrite(loaded, "name: Sweden", "name: Kingdom of Sweden")
    for _ in range(2):  # told again until it is settled
        load = loaded.load()
        assert step_of(load, "SE").conflicts == {"name": ("Kingdom of Sweden", "Sverige")}
        assert load.plan.is_empty
        assert Country.objects.get(code="SE").name == "Sverige"


def test_both_changed_to_the_same(loaded: Folder, analyst: User) -> None:
    rename(analyst, "Sverige")
    rewrite(loaded, "name: Sweden", "name: Sverige")
    load = loaded.load()
    assert step_of(load, "SE").quiet
    rewrite(loaded, "name: Sverige", "name: Kingdom of Sweden")
    assert done(loaded.load()) == [("changed", "SE")]


def test_each_in_another_cell(loaded: Folder, analyst: User) -> None:
    rename(analyst, "Sverige")
    rewrite(loaded, "{code: SE, name: Sweden, type: state}",
            "{code: SE, name: Sweden, type: state, note: x}")  # fmt: skip
    step = step_of(loaded.load(), "SE")
    assert step.changes == {"note": (None, "x")}
    assert step.edited == {"name": ("Sweden", "Sverige")}
    assert Country.objects.get(code="SE").note == "x"


@pytest.mark.parametrize("in_file", ["Sweden", "Kingdom of Sweden"])
def test_overwrite_lets_the_file_win(loaded: Folder, analyst: User, in_file: str) -> None:
    rename(analyst, "Sverige")
    rewrite(loaded, "name: Sweden", f"name: {in_file}")
    load = loaded.load(overwrite=True)
    assert step_of(load, "SE").changes == {"name": ("Sverige", in_file)}
    assert [step.key for step in load.plan.loses] == ["SE"]
    assert Country.objects.get(code="SE").name == in_file


def test_what_was_there_before_any_load_is_kept(folder: Folder) -> None:
    Metric.objects.create(code="ships", name="Vessels", unit="ships", nature="stock")
    load = folder.load()
    assert step_of(load, "ships").conflicts == {"name": ("Ships", "Vessels")}
    assert Metric.objects.get(code="ships").name == "Vessels"
    assert step_of(folder.load(), "ships").conflicts


def test_a_cell_that_the_file_leaves_out_is_emptied(loaded: Folder) -> None:
    rewrite(loaded, ", aliases: [Britain, UK]", "")
    assert done(loaded.load()) == [("changed", "GB")]
    assert Country.objects.get(code="GB").aliases == []


def test_members_come_and_go(loaded: Folder) -> None:
    rewrite(loaded, "members: [DK, 'NO', SE]", "members: [SE, GB]")
    step = step_of(loaded.load(), "NORDICS")
    assert step.changes == {"members": (["DK", "NO", "SE"], ["GB", "SE"])}
    members = Country.objects.get(code="NORDICS").memberships
    assert sorted(members.values_list("country_id", flat=True)) == ["GB", "SE"]


def test_sources_and_quotes_are_compared_cell_by_cell_too(loaded: Folder, analyst: User) -> None:
    found = Source.objects.get()
    found.publisher = "Somebody"
    actions.write(found, by=analyst)
    loaded.source(SAYS.replace("  at: 20", "  at: 20\n  occasion: A briefing"), more="  note: x\n")
    load = loaded.load()
    assert step_of(load, "made-up").changes == {"note": (None, "x")}
    assert step_of(load, "made-up").edited == {"publisher": ("Nobody", "Somebody")}
    assert step_of(load, "made-up:20-65").changes == {"occasion": (None, "A briefing")}
    assert Quote.objects.get().occasion == "A briefing"


# --- Contributions --------------------------------------------------------------------------

TITLE = "contributions:\n- {coalition: gulf-watch, path: NO/deployment, title: Three ships}\n"


def test_a_title_is_declared_and_taken_back(loaded: Folder) -> None:
    path = loaded.write("reference/contributions.yaml", TITLE)
    load = loaded.load()
    key = "gulf-watch:NO/deployment"
    assert step_of(load, key).changes == {"title": (None, "Three ships")}
    assert Contribution.objects.get().title == "Three ships"
    path.write_text("contributions: []\n")
    load = loaded.load()
    assert step_of(load, key).changes == {"title": ("Three ships", None)}
    assert Contribution.objects.get().title == "Norway: deployment"
    assert loaded.load().plan.is_empty


def test_a_part_names_its_whole(folder: Folder) -> None:
    folder.source(norway("of: 'NO,NORDICS/deployment', status: done"))
    folder.write(
        "reference/contributions.yaml",
        "contributions:\n"
        "- {coalition: gulf-watch, path: NO/deployment, part_of: NORDICS/deployment}\n",
    )
    folder.load()
    part = Contribution.objects.get(path="NO/deployment")
    assert part.part_of == Contribution.objects.get(path="NORDICS/deployment")
    assert dict(texts())["reference/contributions.yaml"].splitlines()[1:] == [
        "contributions:",
        "- {coalition: gulf-watch, path: NO/deployment, part_of: NORDICS/deployment}",
    ]
    assert folder.load().plan.is_empty


def test_an_analysts_title_is_no_news(loaded: Folder, analyst: User) -> None:
    contribution = Contribution.objects.get()
    contribution.title_override = "An analyst's"
    actions.write(contribution, by=analyst)
    assert done(loaded.load()) == []
    assert Contribution.objects.get().title == "An analyst's"


# --- No longer in the file ------------------------------------------------------------------


def test_what_left_the_file_is_told_and_kept(loaded: Folder) -> None:
    rewrite(loaded, "- {code: raqqa, name: Raqqa, level: city}\n", "")
    for _ in range(2):
        load = loaded.load()
        assert step_of(load, "raqqa").gone
        assert load.plan.is_empty
    assert Place.objects.filter(code="raqqa").exists()


def test_pruning_deletes_what_nothing_uses(loaded: Folder) -> None:
    rewrite(loaded, "- {code: raqqa, name: Raqqa, level: city}\n", "")
    load = loaded.load(prune=True)
    assert done(load) == [("deleted", "raqqa")]
    assert not Place.objects.filter(code="raqqa").exists()
    assert loaded.load(prune=True).plan.is_empty
    assert not Loaded.objects.filter(key="raqqa").exists()


def test_pruning_keeps_what_something_uses(loaded: Folder) -> None:
    loaded.source(norway("of: NO/deployment, status: done, place: raqqa"))
    loaded.load()
    rewrite(loaded, "- {code: raqqa, name: Raqqa, level: city}\n", "")
    load = loaded.load(prune=True)
    assert "place raqqa is still in use, and was kept." in load.report.remarks
    assert Place.objects.filter(code="raqqa").exists()


def test_a_file_that_was_not_read_says_nothing_of_what_is_gone(loaded: Folder) -> None:
    alone = loaded.write(
        "elsewhere/more.yaml", "metrics:\n- {code: a, name: A, unit: a, nature: flow}\n"
    )
    from tracker.annotations.load import prepare

    assert not any(step.gone for step in prepare([alone]).plan.steps)


def test_a_row_that_moved_to_another_file_is_not_gone(loaded: Folder) -> None:
    row = "- {code: raqqa, name: Raqqa, level: city}\n"
    rewrite(loaded, row, "")
    loaded.write("reference/places.yaml", f"places:\n{row}")
    load = loaded.load()
    assert done(load) == []
    assert not any(step.gone for step in load.plan.steps)
    assert Loaded.objects.get(key="raqqa").file == "reference/places.yaml"


def test_a_file_that_is_gone_is_told_where_its_folder_was_read(loaded: Folder) -> None:
    (loaded.path / "sources" / "made-up.yaml").unlink()
    loaded.source(norway("of: NO/deployment, status: done"), name="another")
    load = loaded.load()
    gone = {step.key for step in load.plan.steps if step.gone}
    assert {"made-up", "made-up:20-65", "made-up:20-65:1"} <= gone
    assert Path(loaded.path).exists()
    assert "SE" in REFERENCE
