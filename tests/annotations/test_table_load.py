"""A dataset all the way: loaded with its text, verified, dumped, and loaded again unchanged."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from tests.annotations.dataset import HEADER, MAPPING, WEAPONS, csv_text, releases
from tracker.annotations.dump import texts, write_file
from tracker.annotations.load import prepare
from tracker.annotations.mistakes import FixtureError
from tracker.annotations.verify import verify
from tracker.domain.anchoring import sha256_of
from tracker.models import Contribution, Figure, Quote, Source, Statement

pytestmark = pytest.mark.django_db

REFERENCE = {
    "coalitions": "- {code: counter-isil, name: A coalition}",
    "countries": "- {code: XN, name: North, type: state}\n- {code: XS, name: South, type: state}",
    "kinds": "- {code: airstrikes, name: Airstrikes, rule: r, example: e, counterexample: c}",
    "metrics": "- {code: weapons, name: Weapons, unit: weapons, nature: flow}",
    "places": "\n".join(
        f"- {{code: {code}, name: {code}, level: city}}" for code in ("mosul", "raqqa", "tikrit")
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Fixtures and texts: two hundred releases, seventy of which are repeats."""
    rows = releases(200, 70)
    text = csv_text([HEADER, *rows])
    weapons = sum(int(row[3].replace(",", "")) for row in rows if row[3] != "-")
    mapping = (
        MAPPING.replace("2000", "200")
        .replace("repeats: 700", "repeats: 70")
        .replace(str(WEAPONS), str(weapons))
    )
    for name, lines in REFERENCE.items():
        write(tmp_path / "fixtures" / "reference" / f"{name}.yaml", f"{name}:\n{lines}\n")
    write(tmp_path / "texts" / "releases.csv", text)
    head = (
        "source:\n  id: releases\n  coalition: counter-isil\n  title: Releases\n"
        "  publisher: Nobody\n  published: 2016-01-01\n"
        f"  text: {{sha256: {sha256_of(text)}, characters: {len(text)}}}\n"
    )
    write(tmp_path / "fixtures" / "sources" / "releases.yaml", f"{head}tables:{mapping}")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def load(folder: Path, fixtures: str = "fixtures") -> bool:
    """Load a folder; whether anything was to do."""
    run = prepare([folder / fixtures], folder / "texts")
    run.apply()
    return not run.plan.is_empty


def dump(folder: Path) -> list[str]:
    """The names of the files that were written, since the database says something else."""
    return [name for name, text in texts() if write_file(folder / "dumped" / name, text)]


def test_a_dataset_is_loaded_verified_and_dumped(folder: Path) -> None:
    assert load(folder) is True
    source = Source.objects.get(code="releases")
    quotes = Quote.objects.filter(source=source)
    assert quotes.count() == Statement.objects.published().count() == 200
    assert len(set(quotes.values_list("exact", flat=True))) == 130

    checked = verify(folder / "texts")
    assert (checked.failures, checked.quotes) == ([], 200)

    assert dump(folder)[-1] == "sources/releases.yaml"
    dumped = (folder / "dumped" / "sources" / "releases.yaml").read_text()
    assert "readings" not in dumped
    assert len(dumped.splitlines()) < 30
    assert load(folder, "dumped") is False
    assert load(folder) is False
    assert dump(folder) == []


def test_rows_of_events_add_up_in_the_record(folder: Path) -> None:
    load(folder)
    stated = Statement.objects.filter(reads_as="event").aggregate(total=Sum("low"))["total"]
    figures = Figure.objects.filter(state__known_until=None, status_group="actual")
    assert Contribution.objects.published().count() == figures.count() == 2
    assert figures.aggregate(total=Sum("low"))["total"] == stated > Decimal(0)


def test_a_dataset_without_its_text_is_refused(folder: Path) -> None:
    with pytest.raises(FixtureError, match="--texts DIR"):
        prepare([folder / "fixtures"])


def test_mistakes_of_cells_point_into_the_mapping(folder: Path) -> None:
    file = folder / "fixtures" / "sources" / "releases.yaml"
    write(file, file.read_text().replace("North: XN", "Norden: XN"))
    with pytest.raises(FixtureError) as raised:
        prepare([folder / "fixtures"], folder / "texts")
    (mistake,) = raised.value.mistakes
    assert mistake.place.path == "tables[0].columns.Country"
    assert file.read_text().splitlines()[mistake.place.line - 1].lstrip().startswith("Country:")
    assert "'North' is in no look-up" in mistake.wrong
