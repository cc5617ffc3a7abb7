"""The rules of the record, told with their lines before the database is asked."""

from typing import Any

import pytest

from tests.annotations.fixture_files import Folder, norway, reading, sentences, source

MARK = "If something else is meant, choose the analyst's bounds (`analyst`)."
TARGETS = "Several targets were hit near Raqqa"
MONEY = "Sweden might give about EUR 5 million more"
NATIONS = "Twenty-five nations take part"
MEMBERS = "59 of the 65 members met"


def told(folder: Folder, *readings: str, **options: Any) -> list[str]:
    folder.source(*readings, **options)
    return [sentence.partition(".says[0].")[2] for sentence in sentences(folder.mistakes())]


def said(folder: Folder, quote: str, item: str) -> list[str]:
    return told(folder, reading(quote, item))


# --- Numbers and their words (semantics E10) ------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "item"),
    [
        (TARGETS, "of: NO/airstrikes, status: done, amount: 3..9 targets, words: Several"),
        (TARGETS, "of: NO/airstrikes, status: done, amount: 2.. targets, words: targets"),
        (TARGETS, "of: NO/airstrikes, status: done, amount: 4 targets, bounds: analyst"),
        (MONEY, "of: SE/funding, status: possible, amount: EUR 5 million"),
        (MONEY, "of: SE/funding, status: possible, words: might"),
        (
            MONEY,
            (
                "of: SE/funding, status: possible, amount: EUR 4.5..5.5 million, "
                "words: about EUR 5 million"
            ),
        ),
        (NATIONS, "tally: countries, amount: 25"),
        (NATIONS, "tally: countries, amount: 25, words: Twenty-five"),
        (MEMBERS, "tally: countries, amount: 59, out_of: 65"),
        (MEMBERS, "tally: countries, amount: 59, out_of: 66, bounds: analyst"),
    ],
)
def test_right_numbers(folder: Folder, quote: str, item: str) -> None:
    assert said(folder, quote, item) == []


@pytest.mark.parametrize(
    ("quote", "item", "sentence"),
    [
        (
            TARGETS,
            "of: NO/airstrikes, status: done, amount: 3..5 targets, words: Several",
            (f"amount: 'Several' is 3..9, not 3..5. Was 3..9 targets meant? {MARK}"),
        ),
        (
            TARGETS,
            "of: NO/airstrikes, status: done, amount: 3..9 targets",
            (
                "amount: A range or an open end needs the words it was read from. "
                f"Give its `words`. {MARK}"
            ),
        ),
        (
            TARGETS,
            "of: NO/airstrikes, status: done, amount: 7 targets, words: targets",
            (f"words: No rule makes 7 of 'targets'. {MARK}"),
        ),
        (
            MONEY,
            "of: SE/funding, status: possible, amount: EUR 6 million",
            (
                "amount: 6000000 does not stand in the quote, which has 5000000. "
                f"Give the number's `words`. {MARK}"
            ),
        ),
        (
            TARGETS,
            "of: NO/airstrikes, status: done, amount: 7 targets",
            (f"amount: 7 does not stand in the quote. Give the number's `words`. {MARK}"),
        ),
        (
            TARGETS,
            "of: NO/airstrikes, status: done, words: Several",
            (
                "words: 'Several' is a number, and there is no amount. Was 3..9 meant? "
                "Say what it counts: 38 aircraft."
            ),
        ),
        (
            MEMBERS,
            "tally: countries, amount: 59, out_of: 66",
            "out_of: 66 does not stand in the quote. Name the further quote (`with`) it stands in.",
        ),
        (
            MEMBERS,
            "tally: countries, amount: 65, out_of: 59",
            "out_of: 65 is more than the 59 it is out of.",
        ),
        (
            MONEY,
            (
                "of: SE/funding, status: possible, amount: EUR 5 million, "
                "converted: {from: USD 6 million}"
            ),
            (
                "converted: 6000000 does not stand in the quote, which has 5000000. "
                f"Give the number's `words`. {MARK}"
            ),
        ),
    ],
)
def test_numbers_that_words_do_not_force(
    folder: Folder, quote: str, item: str, sentence: str
) -> None:
    assert said(folder, quote, item) == [sentence]


def test_a_number_may_stand_in_a_further_quote(folder: Folder) -> None:
    further = f"with: [{{quote: three ships, at: {20 + len('Norway sent ')}}}]"
    assert (
        said(folder, TARGETS, f"of: NO/airstrikes, status: done, amount: 3 ships, {further}") == []
    )


def test_only_digits_force_bounds_in_another_language(folder: Folder) -> None:
    items = [
        "of: NO/airstrikes, status: done, amount: 3..9 targets, words: Several",
        "of: NO/airstrikes, status: done, amount: 3..9 targets, words: Several, bounds: analyst",
    ]
    folder.source(reading(TARGETS, *items), more="  language: nb\n")
    assert [str(each) for each in folder.mistakes()] == [f"No rule makes 3..9 of 'Several'. {MARK}"]


# --- Money, rates, conversions --------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (
            "of: SE/funding, status: possible, amount: EUR 5 million ships",
            "amount: ships have a currency. Money alone has one: EUR 440 million.",
        ),
        (
            "tally: money, amount: 5 million",
            "amount: Money without a currency. EUR 440 million.",
        ),
        (
            "tally: ships, amount: EUR 5 million",
            (
                "amount: The tally counts ships, the amount money. "
                "The amount needs no metric here: 25, 21..23, 34..."
            ),
        ),
        (
            "tally: ships, amount: EUR 5 million ships",
            "amount: ships have no currency. Only `tally: money` has one.",
        ),
        (
            "of: SE/funding, status: possible, per: year",
            "per: `per` speaks of an amount, and there is none.",
        ),
        (
            "of: SE/funding, status: possible, bounds: analyst",
            "bounds: `bounds` speaks of an amount, and there is none.",
        ),
        (
            (
                "of: SE/funding, status: possible, amount: 5 million ships, "
                "converted: {from: EUR 5 million}"
            ),
            "converted: Only money is converted. Leave it out.",
        ),
    ],
)
def test_money_alone_has_a_currency(folder: Folder, item: str, sentence: str) -> None:
    assert sentence in said(folder, MONEY, item)


# --- Words, statuses, dates -----------------------------------------------------------------


@pytest.mark.parametrize("key", ["words", "when_words", "condition"])
def test_words_stand_in_the_quote(folder: Folder, key: str) -> None:
    right = f"of: SE/funding, status: possible, {key}: might give"
    assert said(folder, MONEY, right) == []
    wrong = f"of: SE/funding, status: possible, {key}: Might Give"
    assert said(folder, MONEY, wrong) == [
        (
            f"{key}: 'Might Give' does not stand in the quote. Was 'might give' meant? Copy it "
            "from the quote, or name the further quote (`with`) it stands in."
        )
    ]


def test_words_may_stand_in_a_further_quote(folder: Folder) -> None:
    further = "with: [{quote: as long as parliament agrees, at: 270}]"
    item = f"of: SE/funding, status: possible, condition: as long as parliament agrees, {further}"
    assert said(folder, MONEY, item) == []


def test_without_a_status_a_note_says_why(folder: Folder) -> None:
    assert said(folder, MONEY, "of: SE/funding, note: they would not say") == []
    assert said(folder, MONEY, "of: SE/funding") == [
        "of: Nothing says why there is no `status`. Give one, or say it in `note`."
    ]


def test_the_improbable_says_why(folder: Folder) -> None:
    assert said(folder, MONEY, "of: SE/funding, status: possible, credibility: 5") == [
        "credibility: Nothing says why it is improbable (credibility 5). Say it in `note`."
    ]


def test_a_promise_is_no_deed(folder: Folder) -> None:
    item = "of: SE/funding, status: done, when: 2015-12"
    assert said(folder, MONEY, item) == [
        (
            "when: 'done' is a deed, but 2015-12 lies after 2015-11-24, when it was said. What has "
            "not happened yet is a promise: a prospective status, with `due`."
        )
    ]
    assert told(folder, reading(MONEY, item, more="said: 2015-12-31")) == []
    assert said(folder, MONEY, "of: SE/funding, status: pledged, when: 2015-12") == []


def test_a_wrong_date_of_publication_makes_no_further_mistakes(folder: Folder) -> None:
    text = source(reading(MONEY, "of: SE/funding, status: done, when: 2015-12"))
    folder.write("sources/a.yaml", text.replace("2015-11-24", "yesterday"))
    (mistake,) = folder.mistakes()
    assert str(mistake).startswith("'yesterday' is not read as a date")


# --- Tallies and numbers --------------------------------------------------------------------


def test_a_country_is_named_or_left_out(folder: Folder) -> None:
    item = "tally: countries, amount: 25, words: Twenty-five, names: [SE, DK], excludes: [SE]"
    assert said(folder, NATIONS, item) == [
        "excludes: SE is named and left out. It is one of the two."
    ]


def test_a_number_is_given_once(folder: Folder) -> None:
    folder.source(
        norway(
            "of: 'NO,SE/deployment', status: done",
            "of: NO/funding, status: done, number: 2",
            "of: NO/training, status: done",
        )
    )
    (mistake,) = folder.mistakes()
    assert mistake.place.path == "readings[0].says[1].number"
    assert str(mistake) == (
        "Number 2 is that of line 13 already. "
        "Where no `number` stands, the place in the list is the number."
    )
