"""Words are sought in names and live quotes, accents and case apart."""

import pytest

from tests.record import claimed, country, quote, said, source, speaker
from tracker.filters import FILTER_SETS, ContributionFilterSet, search
from tracker.filters.best import best_of


def paths(words: str, **params: str) -> list[str]:
    query = ContributionFilterSet.read({"q": words, **params})
    return sorted(query.rows.values_list("path", flat=True))


@pytest.fixture
def record(db: None) -> None:
    country("TR", name="Turkey", aliases=["Türkiye"])
    davutoglu = speaker("ahmet-davutoglu", of="TR", name="Ahmet Davutoğlu", office="Prime Minister")
    said("TR/ground-combat@syria", "Davutoğlu told CNN that tanks had crossed", by=davutoglu)
    said("FR/airstrikes", "jets struck two targets in Raqqa")
    said("FR/training#erbil", "instructors arrived")
    claimed("nearly two dozen nations", "21..23")


@pytest.fixture(params=["looked up", "row by row"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are sought in two ways, by how common they are."""
    monkeypatch.setattr(search, "COMMON", -1 if request.param == "row by row" else 300_000)


@pytest.mark.usefixtures("record", "way")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Davutoglu", ["TR/ground-combat@syria"]),
        ("DAVUTOĞLU cnn", ["TR/ground-combat@syria"]),
        ("Turkey", ["TR/ground-combat@syria"]),
        ("türkiye", ["TR/ground-combat@syria"]),
        ("Syria", ["TR/ground-combat@syria"]),
        ("airstrikes", ["FR/airstrikes"]),
        ("target in RAQQA", ["FR/airstrikes"]),
        ('"two targets"', ["FR/airstrikes"]),
        ('"targets two"', []),
        ("tanks or instructors", ["FR/training#erbil", "TR/ground-combat@syria"]),
        ("France", ["FR/airstrikes", "FR/training#erbil"]),
        ("tanks instructors", []),
    ],
)
def test_words_find_contributions(words: str, found: list[str]) -> None:
    assert paths(words) == found


@pytest.mark.usefixtures("record", "way")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("davutoglu aide", True),
        ("Davutoğlu’s aide", True),
        ("Davutoğlu's aide", True),
        ("norway advisers", True),
        ("“trainers advisers”", True),
        ("“advisers trainers”", False),
        ("stay work", True),
        ("combat work", True),
    ],
)
def test_typographic_marks_end_a_word(words: str, *, found: bool) -> None:
    """Whatever the server's locale takes them for."""
    said(
        "NO/training", "“Norway’s trainers—‘advisers’, said Davutoğlu’s aide—stay: non‐combat work”"
    )
    assert paths(words) == ["NO/training"] * found


@pytest.mark.usefixtures("record", "way")
def test_words_of_further_quotes_find_too() -> None:
    """A statement rests on them, as on its own."""
    further = quote("so the minister from Ankara told reporters", of=source("other"))
    said("TR/training", "trainers are there", rests_on=(further,))
    assert paths("ankara") == ["TR/training"]
    query = ContributionFilterSet.read({"q": "ankara"})
    (hit,) = best_of(query, "ankara", 5).hits
    assert (hit.code, hit.quote) == ("tr-training", further.code)
    assert paths("ankara trainers") == []


@pytest.mark.usefixtures("record")
def test_words_go_with_other_parameters() -> None:
    assert paths("France", kind="training") == ["FR/training#erbil"]


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
def test_only_what_was_known_is_searched() -> None:
    said("FR/airstrikes", "the first words", source=source("first", published="2015-09-01"))
    said("FR/airstrikes", "a second report", source=source("second", published="2015-10-01"))
    assert paths("second", known_on="2015-09-30") == []
    assert paths("second", known_on="2015-10-01") == ["FR/airstrikes"]
    assert paths("first", known_on="2015-10-01") == ["FR/airstrikes"]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("name", "words", "number"),
    [
        ("statements", "crossed", 1),
        ("tallies", "dozen", 1),
        ("quotes", "davutoglu", 1),
        ("sources", "ally support", 1),
        ("speakers", "prime", 1),
        ("countries", "turkiye", 1),
        ("kinds", "training", 1),
        ("places", "Syria", 1),
        ("coalitions", "isil", 1),
        ("metrics", "nothing", 0),
    ],
)
def test_words_find_other_records(name: str, words: str, number: int) -> None:
    assert FILTER_SETS[name].read({"q": words}).rows.count() == number
