"""Values that no column may hold: words outside the vocabulary, amounts that are none."""

# ruff: noqa: ISC004 - an attack is SQL, put together from names that stand here

import pytest

from tests.models.attack import names_of, refusal, run
from tests.small import Record

DRAFT = "UPDATE tracker_statement SET {} WHERE id = %(draft)s"
TALLY = (
    "INSERT INTO tracker_tally (code, quote_id, number, position, counts, low, status, currency, "
    'words, bounds_by, "when", when_words, credibility, note, review, own_review_reason, '
    "withdrawal_reason, not_narrowed, version, created_at, updated_at) SELECT "
    "code || '0', quote_id, number * 10, 2, '{}', 2, '', '', '', 'words', '', '', 6, '', 'draft', "
    "'', '', '', 1, now(), now() FROM tracker_tally WHERE id = %(tally)s"
)
MONEY = "metric_id = 'money', currency = 'EUR', low = 5, high = 5, converted_currency = 'GBP', "

ATTACKS = {
    "a type of country": (
        "UPDATE tracker_country SET type = 'empire' WHERE code = 'FR'",
        "country_type_value",
    ),
    "a level of place": (
        "INSERT INTO tracker_place (code, name, level, aliases, version, created_at, updated_at) "
        "VALUES ('x', 'x', 'planet', '{}', 1, now(), now())",
        "place_level_value",
    ),
    "a state of annotation": (
        "UPDATE tracker_source SET annotation = 'half'",
        "source_annotation_value",
    ),
    "a parent that is no prefix": (
        "INSERT INTO tracker_kind (code, name, parent_id, rule, example, counterexample, version, "
        "created_at, updated_at) VALUES ('funding.loan.soft', 'S', 'funding', '', '', '', 1, "
        "now(), now())",
        "kind_dotted_in_parent",
    ),
    "a conversion from more to less": (
        DRAFT.format(MONEY + "converted_low = 9, converted_high = 8"),
        "statement_converted_ordered",
    ),
    "a conversion from less than nothing": (
        DRAFT.format(MONEY + "converted_low = -9"),
        "statement_converted_ordered",
    ),
    "a conversion from nothing": (DRAFT.format(MONEY + "note = ''"), "statement_converted_whole"),
    "a rate of nothing": (
        DRAFT.format(MONEY + "converted_low = 9, converted_rate = 0"),
        "statement_converted_ordered",
    ),
    "a conversion from itself": (
        DRAFT.format(MONEY.replace("GBP", "EUR") + "converted_low = 9"),
        "statement_converted_whole",
    ),
    "a denial of nothing": (
        DRAFT.format("status = '', note = 'n', condition = '', denies_id = %(other)s"),
        "statement_denial_has_status",
    ),
    "a tally of a colour": (TALLY.format('{"colour": "red"}'), "tally_counts_what_is"),
    "a tally of a number": (TALLY.format('{"kind": 3}'), "tally_counts_what_is"),
    "a tally of a list": (TALLY.format('["kind"]'), "tally_counts_what_is"),
    "a tally of a kind there is not": (
        TALLY.format('{"kind": "funding,fundign"}'),
        "tally_counts_what_is",
    ),
    "a tally of a country there is not": (
        TALLY.format('{"country": "ZZ"}'),
        "tally_counts_what_is",
    ),
    "a tally of a role there is not": (TALLY.format('{"role": "boss"}'), "tally_counts_what_is"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(record: Record, attack: str) -> None:
    sql, rule = ATTACKS[attack]
    if "%(other)s" in sql:
        other = record.say(record.draft.quote, record.draft.contribution, status="possible")
        assert refusal(sql, **names_of(record), other=other.pk).rule == rule
    else:
        assert refusal(sql, **names_of(record)).rule == rule


def test_a_misspelt_kind_of_a_tally_is_named(record: Record) -> None:
    found = refusal(TALLY.format('{"kind": "fundign"}'), **names_of(record))
    assert "fundign" in found.message
    assert found.field == "counts"


def test_what_a_tally_may_count(record: Record) -> None:
    run(
        TALLY.format(
            '{"kind": "funding,airstrikes", "country": "FR", "coalition": '
            '"counter-isil", "effort": "any-effort", "role": "lead,host", '
            '"type": "state", "region": "Europe"}'
        ),
        **names_of(record),
    )
