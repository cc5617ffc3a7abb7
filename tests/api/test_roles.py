"""Every address that writes, by every role and at every stage: as in the admin, so here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Program, lists, told
from tests.small import Record
from tracker import actions
from tracker.api.records import VIEWSETS
from tracker.api.tokens import VERBS
from tracker.models import Contribution, Country, Kind, Source, Speaker, Statement, Tally

ROLES = ["nobody", "remy", "ada", "rosa"]
WRITES = {"nobody": 401, "remy": 403}  # anybody else may

BODIES: dict[str, dict[str, Any]] = {
    "sources": {
        "code": "bbc",
        "coalition": "counter-isil",
        "title": "B",
        "publisher": "BBC",
        "published": "2015-11-24",
    },
    "speakers": {"code": "hollande", "name": "Hollande", "role": "official", "country": "FR"},
    "quotes": {"source": "voa", "exact": "said the ministry"},
    "contributions": {"coalition": "counter-isil", "country": "DE", "kind": "airstrikes"},
    "statements": {"quote_code": "voa:1-36", "contribution": "fr-airstrikes", "status": "done"},
    "tallies": {
        "quote_code": "voa:1-36",
        "low": 1,
        "bounds_by": "analyst",
        "counts": {"kind": "airstrikes"},
    },
}


@pytest.fixture
def nobody() -> Program:
    return Program()


@pytest.fixture
def program(request: pytest.FixtureRequest) -> Program:
    found: Program = request.getfixturevalue(request.param)
    return found


def unpublished(record: Record, name: str) -> Any:
    """A record that nothing public rests on."""
    found = {
        "sources": lambda: actions.write(
            Source(
                code="wire",
                coalition=record.source.coalition,
                title="W",
                publisher="W",
                published="2015-11-24",
            ),
            by=record.analyst,
        ),
        "speakers": lambda: actions.write(
            Speaker(code="somebody", name="Somebody", role="expert"), by=record.analyst
        ),
        "quotes": lambda: record.quote_at("said the ministry"),
        "contributions": lambda: actions.write(
            Contribution(
                coalition=record.source.coalition,
                country=Country.objects.get(pk="DE"),
                kind=Kind.objects.get(pk="airstrikes"),
            ),
            by=record.analyst,
        ),
        "statements": lambda: record.draft,
        "tallies": lambda: actions.write(
            Tally(quote=record.quote_at("said the ministry"), low=1, bounds_by="analyst"),
            by=record.analyst,
        ),
    }[name]()
    found.refresh_from_db()
    return found


@pytest.mark.parametrize("program", ROLES, indirect=True)
@pytest.mark.parametrize("name", BODIES)
def test_who_writes(
    record: Record, name: str, program: Program, request: pytest.FixtureRequest
) -> None:
    status = WRITES.get(request.node.callspec.params["program"], 0)
    made = program.post(f"{name}/", BODIES[name])
    body = told(made, status or 201)
    if not status:
        assert made["Location"].endswith(f"/api/v1/{name}/{body['code']}/")
        assert program.get(made["Location"]).json()["code"] == body["code"]
        for key, value in BODIES[name].items():
            assert body[key] == value, key


@pytest.mark.parametrize("program", ROLES, indirect=True)
@pytest.mark.parametrize("name", BODIES)
def test_who_changes_and_removes(
    record: Record, name: str, program: Program, request: pytest.FixtureRequest
) -> None:
    found = unpublished(record, name)
    status = WRITES.get(request.node.callspec.params["program"], 0)
    path, tag = f"{name}/{found.code}/", f'"{found.version}"'
    change = {"title": "Another"} if name == "contributions" else {"note": "Another"}
    changed = program.patch(path, change | {"reason": "Clearer."}, if_match=tag)
    assert told(changed, status or 200)
    if not status:
        assert changed.json()["version"] == found.version + 1
        tag = changed["ETag"]
    removed = program.send("DELETE", path, if_match=tag)
    assert removed.status_code == (status or 204), removed.content
    assert type(found).objects.filter(pk=found.pk).exists() == bool(status)


# --- The way of a record --------------------------------------------------------------------

STAGES = ["draft", "in_review", "published", "withdrawn"]
# Of a step: the one stage that it leads on from, and who may take it.
STEPS: dict[str, tuple[str, Any, list[str]]] = {
    "submit": ("draft", {}, ["ada", "rosa"]),
    "send-back": ("in_review", {"reason": "Shorter."}, ["ada", "rosa"]),
    "publish": ("in_review", {}, ["rosa"]),
    "withdraw": ("published", {"reason": "Misread."}, ["rosa"]),
    "replace": ("published", {"reason": "Misread.", "status": "pledged"}, ["ada", "rosa"]),
}


def at(record: Record, stage: str, name: str) -> Any:
    """A record of this list that has come so far; Ada wrote it."""
    if name == "tallies":
        made: Any = Tally(quote=record.quote, low=1, bounds_by="analyst")
    else:
        made = Statement(quote=record.quote, contribution=record.contribution, status="ongoing")
    actions.write(made, by=record.analyst)
    for reached, step in (
        ("draft", lambda: None),
        ("in_review", lambda: actions.submit(made, by=record.analyst)),
        ("published", lambda: actions.publish(made, by=record.reviewer)),
        ("withdrawn", lambda: actions.withdraw(made, by=record.reviewer, reason="Wrong.")),
    ):
        step()
        if reached == stage:
            break
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("program", ROLES, indirect=True)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", ["statements", "tallies"])
def test_who_takes_which_step_when(
    record: Record, name: str, stage: str, program: Program, request: pytest.FixtureRequest
) -> None:
    who = request.node.callspec.params["program"]
    for step, (leads_from, body, may) in STEPS.items():
        made = at(record, stage, name)
        answer = program.step(made, step, body)
        if who not in may:
            wanted = WRITES.get(who, 403)
        elif stage != leads_from:
            wanted = 409
        else:
            wanted = 201 if step == "replace" else 200
        assert answer.status_code == wanted, (step, answer.content)


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_published_is_not_edited_nor_removed(
    record: Record, ada: Program, stage: str
) -> None:
    made = at(record, stage, "statements")
    path, tag = f"statements/{made.code}/", f'"{made.version}"'
    public = stage in ("published", "withdrawn")
    answer = ada.patch(path, {"note": "More.", "reason": "Why."}, if_match=tag)
    body = told(answer, 409 if public else 200)
    if public:
        assert body["rule"] == "statement_published_frozen"
    made.refresh_from_db()
    removed = ada.send("DELETE", path, if_match=f'"{made.version}"')
    assert removed.status_code == (409 if public else 204)


def test_every_address_that_writes_is_closed_to_strangers(record: Record, nobody: Program) -> None:
    """Read off the viewsets, so that a new step cannot be forgotten."""
    for viewset in VIEWSETS:
        for action in sorted(set(VERBS) & set(dir(viewset))):
            name = viewset.registry.name
            way = {"create": ("POST", ""), "partial_update": ("PATCH", "x/")}
            method, rest = way.get(action, ("POST", f"x/{action.replace('_', '-')}/"))
            if action == "destroy":
                method, rest = "DELETE", "x/"
            answer = nobody.send(method, f"{name}/{rest}")
            assert answer.status_code == 401, (name, action)
            assert answer["WWW-Authenticate"].startswith("Bearer")


def test_nobody_publishes_what_they_wrote(record: Record, rosa: Program) -> None:
    body = told(rosa.post("statements/", BODIES["statements"]), 201)
    statement = Statement.objects.get(code=body["code"])
    told(rosa.step(statement, "submit"), 200)
    assert (
        "nobody publishes what they wrote" in told(rosa.step(statement, "publish"), 403)["detail"]
    )


def test_a_superuser_may_with_a_reason_that_stays(record: Record) -> None:
    from django.contrib.auth.models import User

    boss = Program(User.objects.create_superuser("boss"))
    statement = Statement.objects.get(
        code=boss.post("statements/", BODIES["statements"]).json()["code"]
    )
    boss.step(statement, "submit")
    told(boss.step(statement, "publish"), 403)
    body = told(boss.step(statement, "publish", {"own_review_reason": "Alone tonight."}), 200)
    assert (body["review"], body["own_review_reason"]) == ("published", "Alone tonight.")


def test_lists_are_named_as_they_are_called(record: Record) -> None:
    assert lists(record.tally) == "tallies"


# --- Drafts ---------------------------------------------------------------------------------


def test_drafts_are_seen_by_those_who_may_and_by_nobody_else(
    record: Record, ada: Program, remy: Program
) -> None:
    path = f"/api/v1/statements/{record.draft.code}/"
    assert Client().get(path).status_code == 404
    for program in (ada, remy):
        answer = program.get(path.removeprefix("/api/v1/"))
        assert told(answer, 200)["review"] == "draft"
        assert "private" in answer["Cache-Control"]
        for fields, shown in (("note,code", ["note", "code"]), ("note,live", ["note"])):
            body = told(program.get(f"statements/{record.draft.code}/?fields={fields}"), 200)
            assert list(body) == [*shown, "links"]
    assert list(told(ada.get(f"statements/{record.draft.code}/?fields=live"), 200)) == [
        "code",
        "links",
    ]
    assert record.draft.code not in ada.get("statements/").content.decode()
    told(ada.get(f"statements/{record.draft.code}/?known_on=2030-01-01"), 404)


def test_what_is_public_is_read_alike_by_all_and_kept_apart(record: Record, ada: Program) -> None:
    path = "contributions/fr-airstrikes/"
    mine, theirs = ada.get(path), Client().get(f"/api/v1/{path}")
    assert mine.content == theirs.content
    assert mine["Cache-Control"] == "private, no-cache"
    for answer in (mine, theirs):
        assert "Authorization" in answer["Vary"]


# --- Contributions --------------------------------------------------------------------------


def test_a_contribution_is_published_with_words_or_not_at_all(
    record: Record, ada: Program, rosa: Program
) -> None:
    """By itself it can be handed in and back; publishing waits for a statement."""
    alone = unpublished(record, "contributions")
    told(ada.step(alone, "submit"), 200)
    told(rosa.step(alone, "send-back", {"reason": "Of what?"}), 200)
    told(ada.step(alone, "submit"), 200)
    assert rosa.step(alone, "publish").status_code == 404
    told(ada.step(alone, "withdraw", {"reason": "x"}), 403)
    assert ada.step(alone, "replace", {"reason": "x"}).status_code == 404


def test_what_is_published_already_says_so(record: Record, ada: Program, rosa: Program) -> None:
    for step in ("submit", "send-back"):
        answer = told(
            rosa.step(record.contribution, step, {"reason": "x"} if "-" in step else {}), 409
        )
        assert answer["detail"].startswith("fr-airstrikes is published already")
    tag = rosa.get("contributions/fr-airstrikes/")["ETag"]
    removed = told(ada.send("DELETE", "contributions/fr-airstrikes/", if_match=tag), 409)
    assert removed["detail"] == "fr-airstrikes is published: withdraw it instead."


def test_a_merged_contribution_is_changed_elsewhere(record: Record, ada: Program) -> None:
    of = record.contribution
    twin = Contribution(coalition=of.coalition, country=of.country, kind=of.kind, name="jets")
    actions.write(twin, by=record.analyst)
    record.say(record.quote_at("Zoë hit two targets"), twin, status="ongoing")
    twin.refresh_from_db()
    actions.merge(twin, of, by=record.reviewer, reason="The same.")
    answer = ada.patch("contributions/fr-airstrikes-jets/", {"title": "x"}, if_match='"1"')
    assert answer.status_code == 308
    assert answer["Location"].endswith("/contributions/fr-airstrikes/")


def test_a_contribution_takes_its_statements_along(record: Record, rosa: Program) -> None:
    told(rosa.step(record.contribution, "withdraw", {"reason": "Not of the coalition."}), 200)
    record.statement.refresh_from_db()
    assert record.statement.review == "withdrawn"
    gone = told(rosa.get("contributions/fr-airstrikes/"), 410)
    assert gone["reason"] == "Not of the coalition."
