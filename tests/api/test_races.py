"""Two programs at once, on two connections: neither loses anything, and nothing is done twice."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.api.conftest import Program, told
from tests.models.two import SOON, at_once, beside, waits
from tests.small import Record
from tracker import actions
from tracker.models import Speaker, Statement

pytestmark = pytest.mark.django_db(transaction=True)

BODY = {"code": "x", "name": "X", "role": "expert"}


def test_of_two_changes_of_one_version_one_is_refused(
    ada: Program, rosa: Program, record: Record
) -> None:
    path = f"statements/{record.draft.code}/"
    both = [
        at_once(partial(who.patch, path, {"note": note}, if_match='"1"'))
        for who, note in ((ada, "Ada's"), (rosa, "Rosa's"))
    ]
    answers = [each.result(SOON) for each in both]
    assert sorted(each.status_code for each in answers) == [200, 412]
    (kept,) = (each.json() for each in answers if each.status_code == 200)
    (lost,) = (each.json() for each in answers if each.status_code == 412)
    assert lost["theirs"]["note"] == kept["note"] == Statement.objects.get(pk=record.draft.pk).note
    assert lost["yours"]["note"] != kept["note"]


def test_who_waited_for_another_save_sees_it(ada: Program, record: Record) -> None:
    """The version is compared under the row's lock, not before."""
    draft = Statement.objects.get(pk=record.draft.pk)
    draft.note = "Rosa's"

    def save() -> None:
        actions.write(draft, by=record.reviewer, version=1)

    with beside(save, by=record.reviewer):
        mine = at_once(
            lambda: ada.patch(f"statements/{draft.code}/", {"note": "Ada's"}, if_match='"1"')
        )
        assert waits(mine)
    answer = told(mine.result(SOON), 412)
    assert (answer["theirs"]["note"], answer["yours"]["note"]) == ("Rosa's", "Ada's")


def test_a_key_that_is_in_use_is_not_waited_for(ada: Program, record: Record) -> None:
    """The first is not yet committed: the second is told so at once, and later has its answer."""
    from tracker.models import IdempotencyKey

    def hold() -> None:
        assert IdempotencyKey.objects.claim(record.analyst, "k")

    with beside(hold, by=record.analyst):
        second = ada.post("speakers/", BODY, idempotency_key="k")
        assert "being answered" in told(second, 409)["detail"]
    told(ada.post("speakers/", BODY, idempotency_key="k"), 201)


def test_sent_many_times_at_once_it_is_done_once(ada: Program, record: Record) -> None:
    def send() -> Any:
        return ada.post("speakers/", BODY, idempotency_key="k")

    answers = [each.result(SOON) for each in [at_once(send) for _ in range(4)]]
    statuses = [each.status_code for each in answers]
    assert 201 in statuses
    assert set(statuses) <= {201, 409}
    assert len({each.content for each in answers if each.status_code == 201}) == 1
    assert Speaker.objects.filter(code="x").count() == 1
