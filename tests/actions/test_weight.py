"""What is published is weighed by who says it and how: that is a reviewer's to change."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User

from tests.small import Record
from tracker import actions
from tracker.actions.weight import WEIGHING
from tracker.models import Action, Country, Quote, Speaker

OTHER: dict[str, Any] = {
    "voice": "indirect",
    "said": "2015-11-20",
    "relayed": ["a spokesman"],
    "occasion": "briefing",
    "role": "expert",
    "anonymous": False,
}
FIELDS = [(model, name) for model, names in WEIGHING.items() for name in names]


def other(record: Record, name: str) -> Any:
    if name == "country":
        return Country.objects.get(code="DE")
    if name == "speaker":
        critic = Speaker(code="critic", name="A critic", role="expert")
        return actions.write(critic, by=record.analyst)
    return OTHER[name]


def of_role(role: str) -> User:
    person = User.objects.create_user(f"some-{role}")
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.mark.parametrize(("model", "name"), FIELDS)
@pytest.mark.parametrize("role", ["analyst", "reviewer", "administrator"])
def test_each_role_and_each_column(record: Record, role: str, model: Any, name: str) -> None:
    row: Any = record.quote if model is Quote else Speaker.objects.get(code="voa:ministry")
    by = of_role(role)
    setattr(row, name, other(record, name))
    if role == "analyst":
        with pytest.raises(actions.NotAllowed, match=rf"change {name} of .* A reviewer may"):
            actions.write(row, by=by, reason="r")
    else:
        actions.write(row, by=by, reason="r")
    row.refresh_from_db()
    assert (getattr(row, name) == other_value(row, name)) == (role != "analyst")


def other_value(row: Any, name: str) -> Any:
    if name in ("country", "speaker"):
        rows = Country if name == "country" else Speaker
        return rows.objects.get(code="DE" if name == "country" else "critic")
    return OTHER[name]


def test_the_rest_and_what_nothing_published_rests_on_stay_open(record: Record) -> None:
    record.quote.note = "page 2"
    actions.write(record.quote, by=record.analyst, reason="r")
    drafted: Any = record.draft.quote
    drafted.voice = "indirect"
    actions.write(drafted, by=record.analyst)
    free = actions.write(Speaker(code="free", name="F", role="expert"), by=record.analyst)
    free.role = "former"
    actions.write(free, by=record.analyst)


def test_in_bulk_each_is_refused_and_nothing_is_done(record: Record) -> None:
    speaker = Speaker.objects.get(code="voa:ministry")
    outcome = actions.edit([speaker], {"role": "expert"}, by=record.analyst)
    assert outcome.action is None
    assert "A reviewer may" in outcome.refused[0][1]


def test_neither_by_undo_nor_by_merging(record: Record) -> None:
    speaker: Any = Speaker.objects.get(code="voa:ministry")
    speaker.role = "military"
    actions.write(speaker, by=record.reviewer, reason="in uniform")
    done = Action.objects.latest("at", "id")
    with pytest.raises(actions.NotAllowed, match="may not publish"):
        actions.undo(done.pk, by=record.analyst, reason="back")
    actions.undo(done.pk, by=record.reviewer, reason="back")

    blank = actions.write(Speaker(code="b", name="Official", role="official"), by=record.analyst)
    record.quote.refresh_from_db()
    record.quote.speaker = blank
    actions.write(record.quote, by=record.reviewer, reason="named")
    german = Speaker(code="d", name="D", role="official", country=Country.objects.get(code="DE"))
    actions.write(german, by=record.analyst)
    with pytest.raises(actions.NotAllowed, match="change country of b"):
        actions.merge(german, blank, by=record.analyst, reason="one person")
