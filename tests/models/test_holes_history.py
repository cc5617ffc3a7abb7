"""No session can leave history out, forge it, or empty a table."""

# ruff: noqa: ISC004, S608 - an attack is SQL, put together from names that stand here

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models

from tests.models.attack import names_of, refusal, run
from tests.small import Record
from tracker import actions
from tracker.models import Country, Loaded, Member, Receipt, State, Statement
from tracker.models.rules import Rule, refusal_of

# Derived, or a note of another kind; everything else that is written is kept in history, whose
# heads are the actions; a comment is never changed.
UNTRACKED = {
    *("Action", "Comment", "Figure", "IdempotencyKey", "Loaded", "Receipt", "SavedView", "Stale"),
    *("Standing", "State", "Throttle"),
}


def _tables() -> Iterator[type[models.Model]]:
    yield from apps.get_app_config("tracker").get_models()


def _tracked() -> list[type[models.Model]]:
    return [model for model in _tables() if hasattr(model, "pgh_event_model")]


def _events() -> list[type[models.Model]]:
    return [model for model in _tables() if hasattr(model, "pgh_tracked_model")]


def test_every_model_is_tracked_or_exempt() -> None:
    names = {model.__name__ for model in _tables()} - {model.__name__ for model in _events()}
    assert names - {model.__name__ for model in _tracked()} == UNTRACKED


def test_a_published_record_keeps_its_generated_columns_out_of_the_comparison() -> None:
    """A BEFORE trigger sees no generated column yet, and would take each for a change."""
    for name in ("statement", "tally"):
        model = apps.get_model("tracker", name)
        rule = next(c for c in model._meta.constraints if c.name == f"{name}_published_frozen")
        assert isinstance(rule, Rule)
        for field in model._meta.concrete_fields:
            assert not field.generated or f"'{field.column}'" in rule.body, field.column


@pytest.mark.parametrize(
    "switch",
    [
        "SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger), "
        "true)",
        "CREATE TEMP TABLE tracker_countryevent (LIKE tracker_countryevent) ON COMMIT DROP",
        "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.tracker_countryevent "
        "(LIKE public.tracker_countryevent); SET LOCAL search_path = elsewhere, public",
    ],
)
def test_history_is_kept_whatever_a_session_sets(record: Record, switch: str) -> None:
    event: Any = apps.get_model("tracker", "CountryEvent")._default_manager
    before = event.count()
    run(f"{switch}; UPDATE public.tracker_country SET note = 'x' WHERE code = 'FR'")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = public; SELECT 1")
        cursor.execute("SELECT count(*) FROM public.tracker_countryevent")
        assert cursor.fetchone()[0] == before + 1


def test_nothing_is_left_to_pgtrigger() -> None:
    """Any session can switch its triggers off: history is kept by rules of our own."""
    for model in _tables():
        assert not getattr(model._meta, "triggers", []), model


def test_parts_are_in_the_history(record: Record) -> None:
    names = names_of(record)
    insert = (
        "INSERT INTO tracker_statementquote (statement_id, quote_id, position) "
        "VALUES (%(draft)s, %(quote)s, 1)"
    )
    with actions.acting(by=record.analyst, reason="read again"):
        run(insert, **names)
        run("UPDATE tracker_statementquote SET position = 2", **names)
        run("DELETE FROM tracker_statementquote", **names)
    events = apps.get_model("tracker", "StatementQuoteEvent").objects.order_by("pgh_id")
    found = list(events.values_list("pgh_label", "position", "pgh_context__reason"))
    assert found == [
        ("insert", 1, "read again"),
        ("update", 2, "read again"),
        ("delete", 2, "read again"),
    ]


def test_members_are_in_the_history_and_raise_the_version(record: Record) -> None:
    with actions.acting(by=record.analyst, reason="a list"):
        nato = Country.objects.create(code="NATO", name="NATO", type="organisation")
        Member.objects.create(organisation=nato, country_id="FR").delete()
    nato.refresh_from_db()
    assert nato.version == 3
    events = apps.get_model("tracker", "MemberEvent").objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete"]


def test_copy_says_who_and_why(record: Record) -> None:
    sql = "COPY tracker_lineofeffort (code, name, note, version, created_at, updated_at) FROM STDIN"
    with (
        actions.acting(by=record.analyst, reason="copied"),
        connection.cursor() as cursor,
        cursor.copy(sql) as into,
    ):
        into.write_row(("military", "Military", "", 1, "2026-01-01", "2026-01-01"))
    event: Any = apps.get_model("tracker", "LineOfEffortEvent")._default_manager.get()
    assert event.pgh_context == {"user": record.analyst.pk, "username": "ada", "reason": "copied"}


def test_an_inner_reason_is_its_own(record: Record) -> None:
    with actions.acting(by=record.analyst, reason="outer"):
        with actions.acting(by=record.analyst, reason="inner"):
            Country.objects.filter(code="FR").update(note="in")
        Country.objects.filter(code="FR").update(note="out")
    france: Any = Country.objects.get(code="FR")
    events = france.events.order_by("pgh_id")
    assert [event.pgh_context["reason"] for event in events][1:] == ["inner", "outer"]


# --- Forgeries ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tracker_statementevent SET note = 'x'",
        "DELETE FROM tracker_statementevent",
        "INSERT INTO tracker_statementevent SELECT * FROM tracker_statementevent",
        "SET LOCAL pgtrigger.ignore = '{append_only}'; DELETE FROM tracker_statementevent",
    ],
)
def test_history_only_grows(record: Record, sql: str) -> None:
    assert refusal(sql).rule == "statementevent_append_only"


def test_history_refuses_in_words(record: Record) -> None:
    statement: Any = record.statement
    with pytest.raises(IntegrityError) as caught:
        statement.events.update(note="x")
    assert "never changed" in str(refusal_of(caught.value))


@pytest.mark.parametrize("model", list(_tables()), ids=lambda model: model.__name__)
def test_no_table_is_emptied(db: None, model: type[models.Model]) -> None:
    run("SET LOCAL tracker.may_empty = 'off'")
    rule = refusal(f"TRUNCATE {model._meta.db_table} CASCADE").rule
    assert rule.endswith("_not_emptied")
    assert f"{model._meta.model_name}_not_emptied" in {c.name for c in model._meta.constraints}


def test_rules_are_in_force(db: None) -> None:
    """What an owner of the tables can switch off is at least seen."""
    from tracker.models.rules import missing_rules

    assert missing_rules() == []
    run("ALTER TABLE tracker_quote DISABLE TRIGGER quote_lock_at_once")
    run("DROP TRIGGER stale_is_derived ON tracker_stale")
    assert missing_rules() == ["quote_lock_at_once", "stale_is_derived"]


def test_exempt_models_are_there(db: None) -> None:
    assert {Loaded, Receipt, State} <= set(_tables())
    assert Statement in _tracked()
