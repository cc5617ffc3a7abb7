"""Nobody's edit is lost, and every change says who, why, when, old and new."""

from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.small import Record
from tracker import actions
from tracker.models import Country, Statement


def test_a_stale_save_is_refused_and_shows_both(record: Record) -> None:
    mine = Statement.objects.get(pk=record.draft.pk)
    theirs = Statement.objects.get(pk=record.draft.pk)
    opened = mine.version
    theirs.note = "theirs"
    actions.write(theirs, by=record.reviewer, version=opened)
    mine.note = "mine"
    with pytest.raises(actions.StaleSave, match="changed since you opened it") as caught:
        actions.write(mine, by=record.analyst, version=opened)
    assert (caught.value.mine.note, caught.value.theirs.note) == ("mine", "theirs")
    record.draft.refresh_from_db()
    assert record.draft.note == "theirs"


def test_a_stale_object_cannot_lower_the_version(record: Record) -> None:
    stale = Statement.objects.get(pk=record.draft.pk)
    actions.write(Statement.objects.get(pk=record.draft.pk), by=record.analyst)
    stale.save()
    record.draft.refresh_from_db()
    assert record.draft.version == stale.version + 2


def test_a_record_is_newer_when_its_statements_change(record: Record) -> None:
    before = record.draft.contribution.version
    record.draft.note = "said on Monday"
    actions.write(record.draft, by=record.analyst)
    record.draft.contribution.refresh_from_db()
    assert record.draft.contribution.version > before


def test_bulk_updates_and_raw_sql_are_in_the_history(record: Record) -> None:
    with actions.acting(by=record.analyst, reason="spelling"):
        Country.objects.filter(code="FR").update(note="Hexagon")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tracker_country SET note = 'hexagon' WHERE code = 'FR'")
    france: Any = Country.objects.get(code="FR")
    events = list(france.events.order_by("pgh_id").values_list("pgh_label", "note", "pgh_context"))
    assert [(label, note) for label, note, _ in events] == [
        ("insert", ""),
        ("update", "Hexagon"),
        ("update", "hexagon"),
    ]
    who = {"user": record.analyst.pk, "username": "ada", "reason": "spelling"}
    assert [context for _, _, context in events[1:]] == [who, who]


def test_history_itself_cannot_be_changed(record: Record) -> None:
    statement: Any = record.statement
    with pytest.raises(IntegrityError, match="never changed"):
        statement.events.update(note="x")


def test_a_draft_can_be_removed(record: Record) -> None:
    actions.remove(record.draft, by=record.analyst, reason="read twice")
    assert not Statement.objects.filter(pk=record.draft.pk).exists()
