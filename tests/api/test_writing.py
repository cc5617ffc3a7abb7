"""What is written: its form, its parts, its history, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Program, told
from tests.small import TEXT, Record
from tracker import actions
from tracker.api.serializers import BODIES
from tracker.domain.anchoring import sha256_of
from tracker.fields import REGISTRIES
from tracker.models import Contribution, Quote, Source, Statement, Tally

LEFT_OUT = {
    "assignee": "who works on a source is arranged in the admin",
    "tables": "the mapping of a dataset is loaded with it",
    "checked_on": "a check notes it",
    "number": "the next free one of the quote",
    "position": "the order in which a quote's claims are written",
    "path": "made from country, kind, theatre and name",
    "title_override": "written as the title",
    "quote": "written by its code",
}
# Written, and no field of what is shown: a name stands in the path, a text is shown to few.
WRITE_ONLY = {
    "contributions": {"reason", "name"},
    "sources": {"reason", "text", "keep_text", "text_is_public"},
}
KEPT = {"id", "version", "created_at", "updated_at", "review"}  # and the marks of the review


@pytest.mark.parametrize("name", BODIES)
def test_no_column_escapes(name: str) -> None:
    """Each can be written, follows from others, or says why not."""
    model = BODIES[name].Meta.model
    written = {field.source or key for key, field in BODIES[name]().fields.items()}
    for field in model._meta.concrete_fields:
        marks = field.name.endswith(("_by", "_at")) or "withdraw" in field.name
        kept = field.name in KEPT or marks or field.name in ("successor", "own_review_reason")
        assert (
            field.generated
            or kept
            or field.name in written | set(LEFT_OUT)
            or (field.name == "code" and name not in ("sources", "speakers"))
        ), field.name


@pytest.mark.parametrize("name", BODIES)
def test_a_field_is_called_what_it_is_called_where_it_is_read(name: str) -> None:
    assert set(BODIES[name]().fields) <= {
        *REGISTRIES[name].names,
        *WRITE_ONLY.get(name, {"reason"}),
    }


# --- Sources and quotes ---------------------------------------------------------------------

SOURCE: dict[str, Any] = {
    "code": "bbc",
    "coalition": "counter-isil",
    "title": "B",
    "publisher": "BBC",
    "published": "2015-11-24",
}


@pytest.mark.parametrize("keep", [True, False])
def test_a_text_is_hashed_and_kept_only_if_it_may_be(ada: Program, keep: bool) -> None:
    body = told(ada.post("sources/", {**SOURCE, "text": " Zoë 😀\n", "keep_text": keep}), 201)
    assert (body["text_sha256"], body["text_characters"]) == (sha256_of(" Zoë 😀\n"), 7)
    assert "text" not in body
    assert Source.objects.get(code="bbc").text == (" Zoë 😀\n" if keep else None)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"text": "a\r\nb"}, "CR LF"),
        ({"text": "\ufeffa"}, "byte order mark"),
        ({"text": "a", "text_sha256": "0" * 64}, "Of this text it is ca978112"),
        ({"text": "a", "text_characters": 2}, "Of this text it is 1"),
        ({"published": "23 November"}, "published"),
        ({"coalition": "counter-isis"}, "counter-isil"),
        ({"code": "B B C"}, "slug"),
    ],
)
def test_what_cannot_be_is_422(ada: Program, body: dict[str, Any], names: str) -> None:
    answer = told(ada.post("sources/", {**SOURCE, **body}), 422)
    assert names in answer["detail"]


def test_a_quote_finds_its_place(ada: Program) -> None:
    body = told(ada.post("quotes/", {"source": "voa", "exact": "Zoë hit two targets"}), 201)
    start = TEXT.index("Zoë")
    assert (body["start"], body["end"]) == (start, start + 19)
    assert body["code"] == f"voa:{start}-{start + 19}"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ({"exact": "two targets", "start": 3}, {"start": 17, "end": 28}),
        ({"exact": "Zoë hit two targets", "start": 150}, {"start": 146, "end": 165}),
        ({"exact": "three targets", "start": 3}, None),
    ],
)
def test_the_quote_lock_names_the_nearest_place(
    ada: Program, words: dict[str, Any], place: dict[str, int] | None
) -> None:
    body = told(ada.post("quotes/", {"source": "voa", **words}), 409)
    assert body["rule"] == "quote_lock"
    assert body.get("place") == place
    assert body["invalid-params"][0]["name"] == "exact"


def test_two_writers_in_a_ring_are_told_to_send_once_more(
    ada: Program, ring: Callable[[], None]
) -> None:
    ring()
    answer = ada.post("quotes/", {"source": "voa", "exact": "Zoë"})
    assert "nothing was done" in told(answer, 503)["detail"]
    assert answer["Retry-After"] == "1"


@pytest.mark.parametrize("exact", ["two targets", "three targets"])
def test_words_that_do_not_tell_their_place(ada: Program, exact: str) -> None:
    body = told(ada.post("quotes/", {"source": "voa", "exact": exact}), 409)
    assert ("2 places" in body["detail"]) == (exact == "two targets")


def test_a_quote_may_move_while_nothing_public_rests_on_it(ada: Program, record: Record) -> None:
    quote = record.quote_at("said the ministry")
    answer = ada.patch(f"quotes/{quote.code}/", {"exact": "said the"}, if_match='"1"')
    body = told(answer, 200)
    assert body["code"] == f"voa:{quote.start}-{quote.start + 8}"  # type: ignore[operator]
    locked = ada.patch(
        f"quotes/{record.quote.code}/",
        {"exact": "French jets", "reason": "shorter"},
        if_match=f'"{Quote.objects.get(pk=record.quote.pk).version}"',
    )
    assert told(locked, 409)["rule"] == "quote_words_frozen"


# --- Claims ---------------------------------------------------------------------------------


def test_a_statement_rests_on_further_quotes(ada: Program, record: Record) -> None:
    first, second = record.quote_at("said the ministry"), record.draft.quote
    asked = {
        "quote_code": record.quote.code,
        "contribution": "fr-airstrikes",
        "status": "done",
        "condition": "as long as others do",
        "rests_on": [second.code, first.code, second.code],
    }
    made = ada.post("statements/", asked)
    body = told(made, 201)
    assert body["rests_on"] == [second.code, first.code]
    fewer = ada.patch(made["Location"], {"rests_on": [second.code]}, if_match=made["ETag"])
    assert told(fewer, 200)["rests_on"] == [second.code]
    loose = ada.patch(made["Location"], {"rests_on": []}, if_match=fewer["ETag"])
    assert told(loose, 409)["rule"] == "statement_words_stand_in_quote"
    assert Statement.objects.get(code=body["code"]).rests_on.count() == 1


def test_who_changes_only_a_part_has_edited_the_whole(
    ada: Program, rosa: Program, record: Record
) -> None:
    made = ada.post("tallies/", {"quote_code": "voa:1-36", "low": 2, "high": 2, "names": ["FR"]})
    tally = Tally.objects.get(code=made.json()["code"])
    changed = rosa.patch(made["Location"], {"excludes": ["DE"]}, if_match=made["ETag"])
    assert told(changed, 200)["edited_by"] == "rosa"
    assert (changed.json()["names"], changed.json()["excludes"]) == (["FR"], ["DE"])
    told(ada.step(tally, "submit"), 200)
    told(rosa.step(tally, "publish"), 403)


def test_what_is_sent_as_it_stands_changes_nothing(ada: Program, record: Record) -> None:
    path = f"statements/{record.draft.code}/"
    before = ada.get(path)
    fields = list(map(str, BODIES["statements"]().fields))
    follows = {"reason", "line_of_effort"}  # the one is not shown, the other shown as it follows
    same = {name: before.json()[name] for name in fields if name not in follows}
    after = ada.patch(path, same, if_match=before["ETag"])
    assert told(after, 200) == before.json()
    assert after["ETag"] == before["ETag"]


def test_in_another_quote_a_statement_has_another_number(ada: Program, record: Record) -> None:
    path = f"statements/{record.draft.code}/"
    change = {"quote_code": record.quote.code, "condition": None}
    body = told(ada.patch(path, change, if_match='"1"'), 200)
    assert body["code"] == f"{record.quote.code}:2"


def test_a_fraction_is_kept_exact(ada: Program, record: Record) -> None:
    exact = b'{"low": 12345678901234567890.1234, "metric": "targets", "bounds_by": "analyst"}'
    told(ada.send("PATCH", f"statements/{record.draft.code}/", exact, if_match='"1"'), 200)
    record.draft.refresh_from_db()
    assert str(record.draft.low) == "12345678901234567890.1234"


def test_a_replacement_waits_and_then_withdraws(
    ada: Program, rosa: Program, record: Record
) -> None:
    change = {"reason": "One.", "low": 1, "high": 1, "bounds_by": "analyst"}
    answer = ada.step(record.statement, "replace", change)
    body = told(answer, 201)
    assert (body["review"], body["low"], body["quote_code"]) == ("in_review", 1, record.quote.code)
    assert told(ada.step(record.statement, "replace", {"reason": "Two."}), 409)
    successor = Statement.objects.get(code=body["code"])
    told(rosa.step(successor, "publish"), 200)
    gone = told(ada.get(f"statements/{record.statement.code}/"), 410)
    assert gone["successor"]["code"] == successor.code


def test_a_replacement_says_what_was_misread(ada: Program, record: Record) -> None:
    answer = told(ada.step(record.statement, "replace", {"low": 1}), 400)
    assert [each["name"] for each in answer["invalid-params"]] == ["reason"]
    quote = {"reason": "Elsewhere.", "quote_code": record.draft.quote.code}
    told(ada.step(record.statement, "replace", quote), 400)


def test_a_withdrawal_names_its_successor(rosa: Program, record: Record) -> None:
    second = record.say(record.quote, record.contribution, status="ongoing")
    body = {"reason": "Twice.", "successor": second.code}
    assert told(rosa.step(record.statement, "withdraw", body), 200)["successor"] == second.code


# --- Why, and by whom -----------------------------------------------------------------------


def test_history_says_who_why_and_by_which_way(ada: Program, record: Record) -> None:
    body = {"code": "x", "name": "X", "role": "expert", "reason": "From the transcript."}
    told(ada.post("speakers/", body), 201)
    from tracker.models import Speaker

    event = Speaker.pgh_event_model.objects.get(code="x")  # type: ignore[attr-defined]
    said = event.pgh_context
    assert (said["username"], said["reason"], said["via"]) == ("ada", "From the transcript.", "api")
    assert said["token"].startswith("cct_")


def test_what_is_public_changes_only_with_a_reason(ada: Program, record: Record) -> None:
    record.source.refresh_from_db()
    tag = f'"{record.source.version}"'
    body = told(ada.patch("sources/voa/", {"title": "Another"}, if_match=tag), 422)
    assert "say why" in body["detail"]
    told(ada.patch("sources/voa/", {"title": "Another", "reason": "Typo."}, if_match=tag), 200)
    contribution = record.contribution
    contribution.refresh_from_db()
    told(
        ada.patch(
            "contributions/fr-airstrikes/",
            {"title": "Strikes", "reason": "Clearer."},
            if_match=f'"{contribution.version}"',
        ),
        200,
    )
    assert Contribution.objects.get(pk=contribution.pk).title == "Strikes"


def test_the_tag_that_reading_gave_is_the_one_to_send(ada: Program, record: Record) -> None:
    """Of the public page too: what it shows besides does not matter."""
    tag = ada.get("sources/voa/")["ETag"]
    told(ada.patch("sources/voa/", {"note": "A.", "reason": "Why."}, if_match=tag), 200)


def test_removing_says_why(ada: Program, record: Record) -> None:
    told_why = ada.send("DELETE", f"statements/{record.draft.code}/?reason=Twice.", if_match='"1"')
    assert told_why.status_code == 204
    event = Statement.pgh_event_model.objects.filter(pgh_label="delete").get()  # type: ignore[attr-defined]
    assert event.pgh_context["reason"] == "Twice."
    refused = ada.send("DELETE", f"quotes/{record.quote.code}/?raeson=x", if_match='"1"')
    told(refused, 400)


def test_what_others_rest_on_is_not_removed(ada: Program, record: Record) -> None:
    quote = Quote.objects.get(pk=record.draft.quote_id)
    answer = ada.send("DELETE", f"quotes/{quote.code}/", if_match=f'"{quote.version}"')
    assert "rest on it" in told(answer, 409)["detail"]


# --- What it costs --------------------------------------------------------------------------

COSTS = {
    "sources": 17,
    "speakers": 17,
    "quotes": 17,
    "contributions": 19,
    "statements": 21,
    "tallies": 20,
}


@pytest.mark.parametrize("name", COSTS)
def test_writing_asks_a_known_number_of_questions(ada: Program, record: Record, name: str) -> None:
    from tests.api.test_roles import BODIES as ASKED

    ada.post("speakers/")  # what is asked once a minute, or once a process
    with CaptureQueriesContext(connection) as queries:
        told(ada.post(f"{name}/", ASKED[name]), 201)
    assert len(queries) == COSTS[name], [query["sql"][:90] for query in queries]


def test_a_step_asks_as_much_however_much_there_is(ada: Program, record: Record) -> None:
    asked = []
    for _ in range(2):
        made = actions.write(
            Statement(quote=record.quote, contribution=record.contribution, status="ongoing"),
            by=record.analyst,
        )
        ada.post("speakers/")
        with CaptureQueriesContext(connection) as queries:
            told(ada.step(made, "submit"), 200)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= 25


def test_writers_are_named_to_writers_only(ada: Program, record: Record, reviewer: User) -> None:
    made = told(ada.get(f"statements/{record.draft.code}/"), 200)
    assert made["written_by"] == "ada"
    assert "ada" not in ada.get(f"statements/{record.statement.code}/").content.decode()
