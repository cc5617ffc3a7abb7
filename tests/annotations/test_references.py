"""Codes that files name: each is in the files of the run or in the database."""

from typing import Any

import pytest

from tests.annotations.fixture_files import REFERENCE, Folder, norway, reading, sentences

MONEY = "Sweden might give about EUR 5 million more"
NATIONS = "Twenty-five nations take part"


def told(folder: Folder, *readings: str, **options: Any) -> list[str]:
    folder.source(*readings, **options)
    return [sentence.partition(":")[2] for sentence in sentences(folder.mistakes())]


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            "of: FX/deployment",
            "of: 'FX' is no country that there is.",
        ),
        (
            "of: NX/deployment",
            "of: 'NX' is no country that there is. Codes with N are NO, NORDICS.",
        ),
        ("of: BRITAIN/deployment", "of: 'BRITAIN' is no country that there is. Was GB meant?"),
        ("of: NO/deployment@iraq", "of: 'iraq' is no place that there is. Was"),
        ("of: NO/deployment, amount: 3 shops", "amount: 'shops' is no metric that there is. Was"),
        ("of: NO/deployment, place: raqqah", "place: 'raqqah' is no place that there is. Was"),
        ("of: NO/deployment, recipient: SX", "recipient: 'SX' is no country that there is."),
        (
            "of: NO/deployment, line_of_effort: peace",
            (
                "line_of_effort: 'peace' is no line of effort that there is. It is neither in "
                "these files nor in the database: add the line of effort."
            ),
        ),
        (
            "of: NO/deployment, denies: 'made-up:20-65:9'",
            "denies: 'made-up:20-65:9' is no statement that there is. Was made-up:20-65:1 meant?",
        ),
        (
            "of: NO/deployment, denies: 'other:1-2:9'",
            (
                "denies: 'other:1-2:9' is no statement that there is. "
                "A code is SOURCE:START-END:NUMBER, its quote's and a number."
            ),
        ),
    ],
)
def test_what_a_statement_names_exists(folder: Folder, item: str, sentence: str) -> None:
    more = ", words: three" if "amount" in item else ""
    (found,) = told(folder, norway(f"{item}, status: done{more}"))
    assert found.startswith(f"readings[0].says[0].{sentence}")


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("tally: nations", "tally: 'nations' is no metric that there is."),
        ("tally: countries, names: [SE, DX]", "names[1]: 'DX' is no country that there is."),
        (
            "tally: countries, excludes: [false]",
            "excludes[0]: 'false' is no country's code. Was NO",
        ),
        ("tally: countries, part_of: 'a:1-2:1'", "part_of: 'a:1-2:1' is no statement that there"),
        (
            "tally: countries, counts: {kinds: training}",
            "counts.kinds: 'kinds' is no parameter of a query. Was kind meant?",
        ),
        (
            "tally: countries, counts: {kind: 'training,trainings'}",
            "counts.kind: 'trainings' is no kind that there is. Was training meant?",
        ),
        ("tally: countries, counts: {status: don}", "counts.status: "),
        ("tally: countries, counts: {held_after: tomorrow}", "counts.held_after: "),
    ],
)
def test_what_a_tally_names_exists(folder: Folder, item: str, sentence: str) -> None:
    (found,) = told(folder, reading(NATIONS, f"{item}, amount: 25"))
    assert found.startswith(f"readings[0].says[0].{sentence}")


def test_a_tally_may_count_an_effort_or_a_day(folder: Folder) -> None:
    counts = "counts: {kind!: training, effort: not-yet, status: 'done,ongoing', disputed: 'false'}"
    assert told(folder, reading(NATIONS, f"tally: countries, amount: 25, {counts}")) == []


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("speaker: jane-admirl", "'jane-admirl' is no speaker that there is. Was jane-admiral"),
        ("speaker: offical", "'offical' is no speaker that there is. Was official meant?"),
    ],
)
def test_speakers_are_the_files_own_or_named(folder: Folder, item: str, sentence: str) -> None:
    more = "\nspeakers:\n  official: {name: An official, role: official, anonymous: true}\n"
    (found,) = told(
        folder, reading(MONEY, "of: SE/funding, status: possible", more=item), more=more
    )
    assert found.startswith(f"readings[0].speaker: {sentence}")


def test_a_source_names_what_exists(folder: Folder) -> None:
    more = "  replaces: nothing\n\nspeakers:\n  x: {name: X, of: FX, role: official}\n"
    text = folder.source(norway("of: NO/deployment, status: done"), more=more).read_text()
    folder.write("sources/made-up.yaml", text.replace("gulf-watch", "golf-watch"))
    assert [str(each) for each in folder.mistakes()] == [
        "'golf-watch' is no coalition that there is. Was gulf-watch meant?",
        (
            "'nothing' is no source that there is. It is neither in these files nor in the "
            "database: add the source."
        ),
        "'FX' is no country that there is.",
    ]


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        ("places:\n- {code: a, name: A, level: city, parent: b}", "parent", "'b' is no place"),
        ("places:\n- {code: a, name: A, level: city, country: false}", "country", "'false' is no"),
        (
            "places:\n- {code: a, name: A, level: city, country: UK}",
            "country",
            "'UK' is no country",
        ),
        (
            "countries:\n- {code: XX, name: X, type: organisation, members: [NO, QQ]}",
            "members[1]",
            "'QQ' is no country that there is.",
        ),
        (
            "kinds:\n- {code: a, name: A, parent: b, rule: r, example: e, counterexample: c}",
            "parent",
            "'b' is no kind that there is.",
        ),
        ("speakers:\n- {code: a, name: A, of: FX, role: expert}", "of", "'FX' is no country"),
        ("contributions:\n- {coalition: x, path: NO/deployment}", "coalition", "'x' is no"),
        ("contributions:\n- {coalition: gulf-watch, path: QQ/deployment}", "path", "'QQ' is no"),
    ],
)
def test_rows_name_what_exists(folder: Folder, row: str, place: str, sentence: str) -> None:
    folder.write("reference/more.yaml", row)
    found = folder.mistakes()[0]
    assert found.place.path.endswith(f"[0].{place}")
    assert str(found).startswith(sentence)


def test_what_the_database_has_needs_no_file(folder: Folder) -> None:
    folder.source(norway("of: NO/deployment, status: done"))
    folder.load()
    (folder.path / "reference" / "all.yaml").unlink()
    denies = "denies: 'made-up:20-65:1'"
    folder.source(norway(f"of: NO/deployment, status: absent, {denies}"), name="second", more="")
    assert folder.mistakes() == []


# --- Denials, corrections, parts ------------------------------------------------------------


def test_a_statement_denies_one_of_its_own_contribution(folder: Folder) -> None:
    says = norway(
        "of: NO/deployment, status: done",
        "of: NO/training, status: absent, denies: 'made-up:20-65:1'",
        "tally: ships, amount: 3, words: three",
        "of: NO/training, status: absent, corrects: 'made-up:20-65:3'",
    )
    assert told(folder, says) == [
        (
            "readings[0].says[1].denies: made-up:20-65:1 is of NO/deployment. "
            "A statement denies one of its own contribution."
        ),
        (
            "readings[0].says[3].corrects: made-up:20-65:3 is of no contribution. "
            "A statement corrects one of its own contribution."
        ),
    ]


def test_a_tally_is_part_of_a_tally(folder: Folder) -> None:
    says = norway(
        "of: NO/deployment, status: done",
        "tally: ships, amount: 3, words: three, part_of: 'made-up:20-65:1'",
    )
    assert told(folder, says) == [
        (
            "readings[0].says[1].part_of: made-up:20-65:1 is a statement. "
            "A tally is part of another tally."
        )
    ]


def test_corrections_do_not_go_in_a_circle(folder: Folder) -> None:
    says = norway(
        "of: NO/deployment, status: done, corrects: 'made-up:20-65:2'",
        "of: NO/deployment, status: done, corrects: 'made-up:20-65:1'",
    )
    assert told(folder, says) == [
        (
            "readings[0].says[0].corrects: made-up:20-65:1 would correct itself in a circle. "
            "A correction names an earlier statement."
        ),
        (
            "readings[0].says[1].corrects: made-up:20-65:2 would correct itself in a circle. "
            "A correction names an earlier statement."
        ),
    ]


# --- Each once, none loose ------------------------------------------------------------------


def test_codes_and_names_stand_once(folder: Folder) -> None:
    folder.write(
        "reference/more.yaml",
        "metrics:\n"
        "- {code: ships, name: Boats, unit: ships, nature: stock}\n"
        "- {code: boats, name: Ships, unit: ships, nature: stock}\n",
    )
    where = f"The first is in {folder.path}/reference/all.yaml:"
    line = REFERENCE.splitlines().index("- {code: ships, name: Ships, unit: ships, nature: stock}")
    assert [str(each) for each in folder.mistakes()] == [
        f"'ships' is the code of another metric already. {where}{line + 1}.",
        f"'Ships' is the name of another metric already. {where}{line + 1}.",
    ]


def test_a_quote_says_something_or_others_rest_on_it(folder: Folder) -> None:
    further = "with: [{quote: as long as parliament agrees, at: 270}]"
    own = reading("as long as parliament agrees", more="note: a condition")
    rested = reading(MONEY, f"of: SE/funding, status: possible, {further}")
    assert told(folder, rested, own) == []
    assert told(folder, own) == [
        (
            "readings[0].quote: This quote says nothing, and nothing rests on it. "
            "Add `says`, name it in a `with`, or leave the quote out."
        )
    ]


def test_what_nothing_is_said_of_is_not_declared(folder: Folder) -> None:
    folder.write(
        "reference/contributions.yaml",
        "contributions:\n- {coalition: gulf-watch, path: NO/deployment, title: Three ships}\n",
    )
    assert [str(each) for each in folder.mistakes()] == [
        (
            "NO/deployment is a contribution of which nothing is said. "
            "A source's file says something of it."
        )
    ]
    folder.source(norway("of: NO/deployment, status: done"))
    assert folder.mistakes() == []
