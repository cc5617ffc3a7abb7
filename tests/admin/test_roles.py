"""Every address of the admin × every role, looked at and posted to: each may what its work needs.

What a role may is read from its group, as all migrations leave it; what an address takes from its
last word. An address that nobody placed is held to the least: a reader changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pghistory.models
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.everything import addresses, fill, rows
from tests.admin.pages import fields_of, seen
from tests.small import Record
from tracker import actions
from tracker.admin import PAGES
from tracker.models import Action, SavedView

ROLES = tuple(import_module("tracker.migrations.0003_roles").ROLES)
# The last word of an address, and which right it takes to post to it.
RIGHTS = {
    "add": "add",
    "change": "change",
    "delete": "delete",
    "replace": "change",
    "merge": "change",
    "revert": "change",
    "comment": "change",
    "import": "add",
    "submit": "change",
    "send-back": "change",
    "publish": "publish",
    "withdraw": "publish",
}
LOOKED_AT = {"history", "held", ""}  # the list is ""
SEEN_AS = {"action": "statement"}  # who did what, to whoever may look at statements
OWN = {"token"}  # everybody makes their own, and sees no other
REFUSED = {403, 404, 405}
ADDRESS = re.compile(r"^/admin/tracker/(?P<model>[a-z]+)/(?:.*/)?(?P<verb>[a-z-]*)/$")


@pytest.fixture(autouse=True)
def everything(record: Record) -> None:
    fill(record)
    actions.submit(record.draft, by=record.analyst)


@pytest.fixture(params=ROLES)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def somebody(role: str) -> Client:
    """Of this role and no other, who has written nothing."""
    person = User.objects.create_user(f"some-{role}", is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return at_the_door(person)


def placed() -> Iterator[tuple[str, str, str]]:
    """Address, model, last word; views of lists have tests of their own."""
    for url in addresses():
        match = ADDRESS.match(url)
        if match is None or "/views/" in url:
            continue
        verb = (
            "" if match["verb"] == match["model"] or match["verb"] == "tracker" else match["verb"]
        )
        if url.endswith(f"/{match['model']}/"):
            verb = ""
        yield url, match["model"], verb


def rights_of(role: str) -> set[str]:
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def may_look(may: set[str], model: str, verb: str) -> bool:
    if model in OWN and verb:  # the list has their own rows alone
        return f"manage_{model}" in may
    return f"view_{SEEN_AS.get(model, model)}" in may


def test_without_a_role_nothing_is_seen(record: Record) -> None:
    """An account that may come in, and no more: no draft, no history, no plan of an undo."""
    nobody = at_the_door(User.objects.create_user("nobody", is_staff=True))
    for url, model, _ in placed():
        answer = nobody.get(url)
        # Of its own tokens it has none, and Django says so on its first page.
        assert answer.status_code in ({302, 403, 404} if model in OWN else {403, 404}), url
        assert record.draft.quote.exact not in answer.content.decode(), url


def written() -> dict[str, int]:
    """How much history there is: nothing is written without."""
    events = [
        model
        for model in apps.get_app_config("tracker").get_models()
        if issubclass(model, pghistory.models.Event)
    ]
    counted: list[type[models.Model]] = [*events, User, SavedView]
    return {model.__name__: model._default_manager.count() for model in counted}


def test_a_role_looks_at_what_it_may(somebody: Client, role: str) -> None:
    may = rights_of(role)
    for url, model, verb in placed():
        status = somebody.get(url).status_code
        if verb in LOOKED_AT | {"change"}:
            # Of a row that is not theirs Django says that there is none, on its first page.
            closed = {302, 404} if model in OWN else {403}
            assert status in ({200} if may_look(may, model, verb) else closed), (role, url, status)
        elif verb in RIGHTS and f"{RIGHTS[verb]}_{model}" not in may:
            assert status in REFUSED, (role, url, status)
        else:
            assert status < 500, (role, url, status)


def test_a_role_writes_what_it_may(somebody: Client, role: str) -> None:
    """Refused wherever the right is lacking, whatever is sent; and then nothing is written.

    What undoing takes depends on what was done, so it has a test of its own.
    """
    may = rights_of(role)
    before = written()
    sent = {"_save": "Save", "post": "yes", "confirmed": "yes", "reason": "r", "name": "n"}
    for url, model, verb in placed():
        if verb == "undo":
            continue
        if verb in RIGHTS and f"{RIGHTS[verb]}_{model}" not in may:
            status = somebody.post(url, sent).status_code
            assert status in REFUSED, (role, url, status)
        elif verb not in RIGHTS and not may & {f"{w}_{model}" for w in ("add", "change", "delete")}:
            assert somebody.post(url, sent).status_code < 500, (role, url)
    assert written() == before


@pytest.mark.parametrize("model", ["statement", "country"])
def test_a_role_undoes_what_it_could_have_done(
    somebody: Client, role: str, record: Record, model: str
) -> None:
    row = record.draft if model == "statement" else record.contribution.country
    row.note = "by somebody else"
    actions.write(row, by=record.analyst)
    done = Action.objects.latest("at", "id")
    before = written()
    status = somebody.post(reverse("admin:tracker_action_undo", args=[done.pk]), {"reason": "r"})
    assert status.status_code in {200, 302}
    assert (written() != before) == (f"change_{model}" in rights_of(role))


def test_a_role_takes_no_bulk_step_it_may_not(somebody: Client, role: str) -> None:
    """By the list's own form, whatever action a forged one names."""
    may = rights_of(role)
    before = written()
    for row in rows():
        model = str(row._meta.model_name)
        url = reverse(f"admin:tracker_{model}_changelist")
        for name, right in {**RIGHTS, "edit": "change", "delete_selected": "delete"}.items():
            if f"{right}_{model}" in may:
                continue
            forged = {"action": name, "_selected_action": row.pk, "confirmed": "yes", "reason": "r"}
            status = somebody.post(url, forged | {"post": "yes"}).status_code
            assert status in REFUSED | {200, 302}, (role, url, name)
    assert written() == before


def test_who_may_is_let_in(somebody: Client, role: str) -> None:
    """The other side: no right is promised that the pages do not give."""
    may = rights_of(role)
    for model in PAGES:
        name = str(model._meta.model_name)
        status = somebody.get(reverse(f"admin:tracker_{name}_add")).status_code
        if f"add_{name}" in may:
            assert status == 200, (role, name)


def test_nobody_publishes_their_own(record: Record, reviewer: User) -> None:
    """Not by the button, not by a forged form, not in bulk; a second reviewer does."""
    own = actions.write(
        type(record.statement)(quote=record.quote, contribution=record.contribution, status="done"),
        by=reviewer,
    )
    actions.submit(own, by=reviewer)
    rosa = at_the_door(reviewer)
    step = reverse("admin:tracker_statement_step", args=[own.pk, "publish"])
    sent = {"confirmed": "yes", "own_review_reason": "because I can"}
    rosa.post(step, sent)
    bulk = sent | {"action": "publish", "_selected_action": own.pk}
    rosa.post(reverse("admin:tracker_statement_changelist"), bulk)
    own.refresh_from_db()
    assert own.review == "in_review"
    second = User.objects.create_user("second", is_staff=True)
    second.groups.add(Group.objects.get(name="reviewer"))
    at_the_door(second).post(step, {"confirmed": "yes"})
    own.refresh_from_db()
    assert own.review == "published"


def test_an_analyst_publishes_nothing_at_all(ada: Client, record: Record) -> None:
    for stage in ("publish", "withdraw"):
        for row in (record.draft, record.statement, record.tally, record.contribution):
            name = f"admin:tracker_{row._meta.model_name}_step"
            url = reverse(name, args=[row.pk, stage])
            assert ada.post(url, {"confirmed": "yes", "reason": "r"}).status_code == 403, url
    record.draft.refresh_from_db()
    assert record.draft.review == "in_review"


def test_roles_are_least_privilege() -> None:
    """Reference data is the editor's, publishing the reviewer's, accounts the administrator's."""
    reference = {"coalition", "country", "kind", "lineofeffort", "metric", "place"}
    rights = {role: rights_of(role) for role in ROLES}
    writes = {
        role: {c.split("_", 1)[1] for c in may if c.split("_")[0] in ("add", "change", "delete")}
        - OWN
        for role, may in rights.items()
    }
    publishes = {role for role, may in rights.items() if any(c.startswith("publish_") for c in may)}
    assert writes["reader"] == set()
    assert not writes["analyst"] & reference
    assert not writes["reviewer"] & reference
    assert writes["editor"] <= reference | {"member"}
    assert {role for role, models_ in writes.items() if "user" in models_} == {"administrator"}
    assert publishes == {"reviewer", "administrator"}


def test_log_in_is_throttled(client: Client, analyst: User) -> None:
    """Five wrong passwords close the door to that name, from that address alone."""
    url = reverse("admin:login")
    wrong = {"username": "ada", "password": "guess"}
    statuses = [client.post(url, wrong).status_code for _ in range(6)]
    assert statuses[:4] == [200] * 4
    assert statuses[5] == 429
    words = {**wrong, "typed": "note=an+hour%27s+work", "next": "/admin/"}
    page = client.post(url, words)
    assert "Too many wrong passwords. Wait 15 minutes" in seen(page)
    assert fields_of(page)["typed"] == words["typed"]
    assert page["Retry-After"] == "900"
    right = {"username": "ada", "password": "ada's password"}
    assert client.post(url, right).status_code == 429
    inside = at_the_door(analyst)
    assert inside.post(url, right)["Location"] == reverse("admin:index")
    elsewhere = Client(REMOTE_ADDR="127.0.0.2")
    assert elsewhere.post(url, right).status_code == 302
