"""Nothing contains, replaces, follows or leads to itself, however long the way round."""

# ruff: noqa: S608 - an attack is SQL, put together from names that stand here

import pytest

from tests.models.attack import names_of, refusal, run
from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Country, Kind, Place, Source, Statement

STAMPS = {"rule": "r", "example": "e", "counterexample": "c"}


@pytest.fixture
def rows(record: Record) -> dict[str, object]:
    """Two more of everything that can contain another, for a circle of three."""
    home = record.source.coalition
    with actions.acting(by=record.analyst, reason="for a circle"):
        for code in ("logistics", "access", "training"):
            Kind.objects.create(code=code, name=code, **STAMPS)
        for code in ("iraq", "syria", "raqqa"):
            Place.objects.create(code=code, name=code, level="region")
        for code in ("IT", "PL", "DK"):
            Country.objects.create(code=code, name=code)
        for code in ("one", "two", "three"):
            Source.objects.create(
                code=code, coalition=home, title=code, publisher="P", published="2015"
            )
        parts = [
            Contribution.objects.create(coalition=home, country_id=code, kind_id="training").pk
            for code in ("IT", "PL", "DK")
        ]
        says = [
            Statement.objects.create(
                quote=record.draft.quote, contribution_id=parts[0], status="possible"
            ).pk
            for _ in range(3)
        ]
        tallies = []
        for _ in range(3):
            tally = actions.review.copy_of(record.tally)
            tally.save()
            tallies.append(tally.pk)
    return names_of(record) | {
        f"{name}{place}": pk
        for name, keys in (("part", parts), ("says", says), ("tally", tallies))
        for place, pk in enumerate(keys)
    }


CIRCLES = {
    "kind": ("kind", "parent_id", "code", ["'logistics'", "'access'", "'training'"]),
    "place": ("place", "parent_id", "code", ["'iraq'", "'syria'", "'raqqa'"]),
    "country": ("country", "parent_id", "code", ["'IT'", "'PL'", "'DK'"]),
    "contribution": (
        *("contribution", "part_of_id", "id"),
        ["%(part0)s", "%(part1)s", "%(part2)s"],
    ),
    "tally": ("tally", "part_of_id", "id", ["%(tally0)s", "%(tally1)s", "%(tally2)s"]),
    "successor": ("statement", "successor_id", "id", ["%(says0)s", "%(says1)s", "%(says2)s"]),
    "correction": ("statement", "corrects_id", "id", ["%(says0)s", "%(says1)s", "%(says2)s"]),
}
RULES = {
    "successor": "statement_successor_circle",
    "correction": "statement_denies_its_own",
    "contribution": "contribution_part_of_circle",
    "tally": "tally_part_of_circle",
}


@pytest.mark.parametrize("circle", CIRCLES)
def test_no_circle(rows: dict[str, object], circle: str) -> None:
    table, column, key, (a, b, c) = CIRCLES[circle]
    link = f"UPDATE tracker_{table} SET {column} = {{1}} WHERE {key} = {{0}}"
    run(f"{link.format(a, b)};{link.format(b, c)}", **rows)
    rule = RULES.get(circle, f"{table}_parent_circle")
    assert refusal(link.format(c, a), **rows).rule == rule
    assert refusal(link.format(b, b), **rows).rule


def test_no_circle_of_editions(rows: dict[str, object]) -> None:
    link = (
        "UPDATE tracker_source SET replaces_id = (SELECT id FROM tracker_source WHERE code = '{1}')"
        " WHERE code = '{0}'"
    )
    run(f"{link.format('one', 'two')};{link.format('two', 'three')}")
    assert refusal(link.format("three", "one")).rule == "source_replaces_circle"


def test_an_edition_replaces_one_of_its_coalition(rows: dict[str, object]) -> None:
    sql = (
        "INSERT INTO tracker_coalition (code, name, code_prefix, note, version, created_at, "
        "updated_at) VALUES ('isaf', 'ISAF', 'isaf', '', 1, now(), now());"
        "UPDATE tracker_source SET coalition_id = 'isaf' WHERE code = 'one';"
        "UPDATE tracker_source SET replaces_id = %(source)s WHERE code = 'one'"
    )
    assert refusal(sql, **rows).rule == "source_replaces_circle"


def test_a_part_and_its_whole_are_of_one_coalition(rows: dict[str, object]) -> None:
    sql = (
        "INSERT INTO tracker_coalition (code, name, code_prefix, note, version, created_at, "
        "updated_at) VALUES ('isaf', 'ISAF', 'isaf', '', 1, now(), now());"
        "UPDATE tracker_contribution SET coalition_id = 'isaf', code = 'isaf-' || code "
        "WHERE id = %(part1)s;"
        "UPDATE tracker_contribution SET part_of_id = %(part1)s WHERE id = %(part0)s"
    )
    assert refusal(sql, **rows).rule == "contribution_part_of_circle"


def test_what_is_denied_stays_of_the_same_contribution(rows: dict[str, object]) -> None:
    run("UPDATE tracker_statement SET denies_id = %(says1)s WHERE id = %(says0)s", **rows)
    sql = "UPDATE tracker_statement SET contribution_id = %(part1)s WHERE id = %(says1)s"
    assert refusal(sql, **rows).rule == "statement_denies_its_own"


# --- Redirects and releases -----------------------------------------------------------------

REDIRECT = (
    "INSERT INTO tracker_redirect (model, code, because, target, reason, created_at) "
    "VALUES ('{0}', '{1}', '{2}', '{3}', 'r', now())"
)


def test_redirects_lead_somewhere(rows: dict[str, object]) -> None:
    run(REDIRECT.format("source", "voa-old", "merged", "voa"))
    for target in ("nowhere", "de-funding"):  # the second is a draft
        sql = REDIRECT.format("contribution", "gone", "merged", target)
        assert refusal(sql).rule == "redirect_leads_somewhere"


def test_redirects_lead_to_an_end(rows: dict[str, object]) -> None:
    run(REDIRECT.format("source", "a", "merged", "voa"))
    run(REDIRECT.format("source", "b", "merged", "a"))
    sql = "UPDATE tracker_redirect SET target = 'b' WHERE code = 'a'"
    assert refusal(sql).rule == "redirect_leads_somewhere"
    assert refusal("DELETE FROM tracker_redirect WHERE code = 'a'").rule == "redirect_stays"


def test_what_is_published_is_not_led_away_from(rows: dict[str, object]) -> None:
    sql = REDIRECT.format("contribution", "fr-airstrikes", "withdrawn", "")
    assert refusal(sql).rule == "redirect_leads_away"


def test_what_a_redirect_leads_to_stays(rows: dict[str, object]) -> None:
    run(REDIRECT.format("source", "old", "merged", "one"))
    assert refusal("DELETE FROM tracker_source WHERE code = 'one'").rule == "source_is_led_to"


def test_the_words_of_a_redirect(rows: dict[str, object]) -> None:
    assert refusal(REDIRECT.format("kind", "a", "merged", "b")).rule == "redirect_model_value"
    assert refusal(REDIRECT.format("source", "a", "lost", "b")).rule == "redirect_because_value"


RELEASE = (
    "INSERT INTO tracker_release (code, previous_id, released_at, files, changes, note) VALUES "
    "('{0}', (SELECT id FROM tracker_release WHERE code = '{1}'), {2}, '{{}}', '[]', '')"
)


def test_releases_follow_one_another(rows: dict[str, object]) -> None:
    run(RELEASE.format("2026.10", "", "now()"))
    run(RELEASE.format("2026.11", "2026.10", "NULL"))
    after = "release_follows"
    assert refusal(RELEASE.format("2026.12", "2026.11", "now()")).rule == after  # not yet released
    assert refusal(RELEASE.format("2026.09", "2026.10", "now()")).rule == after
    sql = "UPDATE tracker_release SET code = '2026.09' WHERE code = '2026.11'"
    assert refusal(sql).rule == after
    assert refusal("DELETE FROM tracker_release WHERE code = '2026.10'").rule == (
        "release_never_rewritten"
    )
