"""Whatever is sent: a refusal that says what is wrong, and nothing done."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.conftest import Program, told
from tests.api.test_roles import BODIES as ASKED
from tests.small import Record
from tracker.models import Source, Speaker, Statement

SPEAKER = {"code": "x", "name": "X", "role": "expert"}


# --- Forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"name": NaN}',
        b'{"name": 1e400}',
        b'{"start": ' + b"9" * 5000 + b"}",
        b'{"name": "a", "name": "b"}',
        b"[" * 100_000,
        b'{"note":' * 50_000,
        b'{"note": [[[[1]]]]}',
    ],
    ids=range(13),
)
@pytest.mark.parametrize("name", ASKED)
def test_a_body_that_cannot_be_read(ada: Program, name: str, body: bytes) -> None:
    told(ada.send("POST", f"{name}/", body), 400)


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "x" * 3000, "", [], {}, [1], {"a": 1}, -1])
@pytest.mark.parametrize("name", ASKED)
def test_no_value_of_any_field_breaks_it(ada: Program, name: str, value: Any) -> None:
    """One at a time, each field of each model with each sort of value."""
    for field in ada_fields(name):
        answer = ada.post(f"{name}/", {**ASKED[name], field: value})
        assert answer.status_code in (201, 400, 409, 422), (field, answer.content)
        if answer.status_code == 201:
            path = answer["Location"]
            ada.send("DELETE", path, if_match=answer["ETag"])


def ada_fields(name: str) -> list[str]:
    from tracker.api.serializers import BODIES

    return list(BODIES[name]().fields)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\udc00\ud800"])
@pytest.mark.parametrize("where", ["name", "reason", "A name"])
def test_characters_that_no_text_can_have(ada: Program, text: str, where: str) -> None:
    body = {**SPEAKER, text if where == "A name" else where: text}
    answer = told(ada.send("POST", "speakers/", json.dumps(body).encode()), 422)
    assert answer["detail"] == f"{where} has a character that no text here can have."


def test_every_fault_is_named_at_once(ada: Program) -> None:
    body = {"nmae": "X", "role": "profesor", "country": "FRA", "anonymous": "yes"}
    answer = told(ada.post("speakers/", body), 400)
    nearest = {each["name"]: each["nearest"] for each in answer["invalid-params"]}
    assert nearest == {
        "nmae": "name",
        "code": None,
        "name": None,
        "role": None,
        "country": "FR",
        "anonymous": None,
    }
    assert all(each["reason"] for each in answer["invalid-params"])


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "x"])
def test_another_media_type(ada: Program, kind: str) -> None:
    told(ada.send("POST", "speakers/", b"a", content_type=kind), 415)


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "base64", "rot13", "nonsense"])
def test_json_is_utf_8_whatever_is_said_of_it(ada: Program, charset: str) -> None:
    body = json.dumps({**SPEAKER, "name": "Zoë"}, ensure_ascii=False).encode()
    told(
        ada.send("POST", "speakers/", body, content_type=f"application/json; charset={charset}"),
        201,
    )
    assert Speaker.objects.get(code="x").name == "Zoë"


def test_a_body_has_its_limit(ada: Program, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    told(ada.post("speakers/", {**SPEAKER, "note": "x" * 1000}), 413)


@pytest.mark.parametrize("method", ["PUT", "TRACE", "PATCH", "DELETE", "BREW"])
def test_methods_that_there_are_not(ada: Program, method: str) -> None:
    answer = ada.send(method, "speakers/")
    told(answer, 405)
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_code_too_long_for_its_column(ada: Program, record: Record) -> None:
    long = "a" * 250
    told(ada.post("sources/", {**ASKED["sources"], "code": long}), 201)
    quote = {"source": long, "exact": "x", "locator": "p" * 100}
    code = told(ada.post("quotes/", quote), 201)["code"]
    body = {**ASKED["statements"], "quote_code": code}
    assert len(told(ada.post("statements/", body), 201)["code"]) == 353
    told(ada.post("sources/", {**ASKED["sources"], "code": "a" * 256}), 400)


@pytest.mark.parametrize(
    ("name", "body", "field", "wrong"),
    [
        ("statements", {"low": 36, "high": 36, "metric": "targets"}, "low",
         "36 does not stand in the quote, which has 2."),
        ("statements", {"low": 1, "high": 2, "metric": "targets", "words": "two"}, "low",
         "'two' is 2, not 1..2."),
        ("statements", {"words": "two"}, "words", "'two' is a number, and there is no amount."),
        ("tallies", {"low": 2, "high": None}, "low",
         "A range or an open end needs the words it was read from."),
        ("tallies", {"low": 2, "high": 2, "out_of": 9}, "out_of",
         "9 does not stand in the quote, which has 2."),
    ],
)  # fmt: skip
def test_a_number_is_held_to_its_words(
    ada: Program, record: Record, name: str, body: dict[str, Any], field: str, wrong: str
) -> None:
    body = ASKED[name] | {"quote_code": record.quote.code, "bounds_by": "words"} | body
    answer = told(ada.post(f"{name}/", body), 409)
    assert f": {wrong} " in answer["detail"]
    assert [each["name"] for each in answer["invalid-params"]] == [field]
    if field != "words":
        told(ada.post(f"{name}/", body | {"bounds_by": "analyst"}), 201)


def test_a_successor_is_held_to_its_words(ada: Program, record: Record) -> None:
    change = {"reason": "Read again.", "low": 1, "high": 1, "words": None}
    told(ada.step(record.statement, "replace", change), 409)
    told(ada.step(record.statement, "replace", change | {"bounds_by": "analyst"}), 201)


def test_a_number_may_stand_in_a_further_quote(ada: Program, record: Record) -> None:
    more = record.quote_at("Zoë hit two targets")
    body = ASKED["statements"] | {"quote_code": record.draft.quote.code, "metric": "targets"}
    body |= {"low": 2, "high": 2}
    told(ada.post("statements/", body), 409)
    told(ada.post("statements/", body | {"rests_on": [more.code]}), 201)


# --- What the database refuses --------------------------------------------------------------


RULES: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("statements", {"low": 5, "high": 2, "metric": "targets"}, 422, "bounds_ordered", "high"),
    ("statements", {"low": 5, "metric": "money"}, 422, "money_has_currency", "currency"),
    ("statements", {"credibility": 5}, 422, "statement_credibility", "credibility"),
    ("statements", {"words": "ten"}, 409, "words_stand_in_quote", "words"),
    ("statements", {"when": "2016"}, 409, "no_promise_as_deed", "status"),
    ("tallies", {"low": None}, 422, "tally_has_a_number", "low"),
    ("tallies", {"counts": {"kind": "cake"}}, 409, "tally_counts_what_is", "counts"),
    ("contributions", {"country": "FR"}, 409, "code", "code"),
    ("sources", {"code": "voa"}, 409, "code", "code"),
    ("quotes", {"exact": "Nearly two dozen nations"}, 409, "code", "code"),
    ("speakers", {"anonymous": True}, 422, "anonymous_has_source", "source"),
]


@pytest.mark.parametrize(("name", "body", "status", "rule", "field"), RULES)
def test_rules_speak_for_themselves(
    ada: Program, name: str, body: dict[str, Any], status: int, rule: str, field: str
) -> None:
    """What contradicts itself is 422; what contradicts the record is 409."""
    answer = told(ada.post(f"{name}/", {**ASKED[name], **body}), status)
    assert rule in answer["rule"]
    assert answer["invalid-params"][0]["name"] == field
    assert answer["detail"].endswith(".")


@pytest.mark.parametrize("name", ["currency", "converted_currency"])
def test_a_currency_is_one_that_can_be_asked_for(ada: Program, name: str) -> None:
    money = {"low": 5, "metric": "money", "currency": "EUR", "converted_low": 4}
    body = {**ASKED["statements"], **money, name: "XXY"}
    (fault,) = told(ada.post("statements/", body), 422)["invalid-params"]
    assert fault["name"] == name
    assert fault["reason"].startswith("'XXY' is no currency's ISO 4217 code")


def test_a_refusal_leaves_nothing(ada: Program, record: Record) -> None:
    """Nor the parts that were written before it."""
    before = Statement.objects.count()
    body = {**ASKED["statements"], "condition": "no words", "rests_on": [record.draft.quote.code]}
    told(ada.post("statements/", body), 409)
    assert Statement.objects.count() == before


# --- Which record, which version ------------------------------------------------------------


def test_without_if_match(ada: Program, record: Record) -> None:
    path = f"statements/{record.draft.code}/"
    for header in ({}, {"if_match": "*"}, {"if_match": " "}):
        told(ada.patch(path, {"note": "x"}, **header), 428)
        told(ada.post(f"{path}submit/", **header), 428)
        told(ada.send("DELETE", path, **header), 428)


@pytest.mark.parametrize("tag", ['"2"', '"abc"', "W/abc", '"1-xyz!"', '"', ",", '"99999999999"'])
def test_a_version_that_is_not_the_one(ada: Program, record: Record, tag: str) -> None:
    """Both are shown: what there is, and what was to be."""
    path = f"statements/{record.draft.code}/"
    answer = told(ada.patch(path, {"note": "x"}, if_match=tag), 412)
    assert answer["yours"] == {"note": "x"}
    assert answer["theirs"] == {
        name: value for name, value in ada.get(path).json().items() if name != "links"
    }


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{bad", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"title": NaN}', "application/json", 400),
        (b'{"low": 1e400}', "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"x" * 11_000_000, "application/json", 413),
        (b"a", "multipart/form-data", 415),
    ],
)
@pytest.mark.parametrize("step", ["", "submit/", "replace/"])
def test_a_body_is_read_before_the_version(
    ada: Program, record: Record, step: str, body: bytes, kind: str, status: int
) -> None:
    method = "POST" if step else "PATCH"
    path = f"statements/{record.draft.code}/{step}"
    told(ada.send(method, path, body, if_match='"9"', content_type=kind), status)


@pytest.mark.parametrize("body", [b"", b"zzz", b"{bad", b"x" * 11_000_000])
def test_a_removal_reads_no_body(ada: Program, record: Record, body: bytes) -> None:
    path = f"statements/{record.draft.code}/"
    kind = "application/x-www-form-urlencoded"
    answer = told(ada.send("DELETE", path, body, if_match='"9"', content_type=kind), 412)
    assert answer["yours"] is None
    assert answer["theirs"]["code"] == record.draft.code


@pytest.mark.parametrize("tag", ['"1"', "1", 'W/"1"', '"1-0123456789abcdef"', '"7", "1"'])
def test_ways_to_name_a_version(ada: Program, record: Record, tag: str) -> None:
    told(ada.patch(f"statements/{record.draft.code}/", {"note": "x"}, if_match=tag), 200)


@pytest.mark.parametrize("code", ["nothing", "%00", "a%2Fb", "é", "x" * 2000])
def test_a_code_that_there_is_not(ada: Program, code: str) -> None:
    told(ada.patch(f"statements/{code}/", {"note": "x"}, if_match='"1"'), 404)


def test_what_was_merged_is_elsewhere(ada: Program, record: Record) -> None:
    from tracker.models import Redirect

    Redirect.objects.create(
        model="contribution",
        code="fr-bombing",
        because=Redirect.Because.MERGED,
        target="fr-airstrikes",
        reason="The same.",
    )
    answer = ada.patch("contributions/fr-bombing/", {"title": "x"}, if_match='"1"')
    assert answer.status_code == 308
    assert answer["Location"].endswith("/contributions/fr-airstrikes/")


def test_nothing_is_asked_by_parameters(ada: Program) -> None:
    told(ada.post("speakers/?dry_run=1", SPEAKER), 400)
    assert not Speaker.objects.filter(code="x").exists()


def test_a_reader_learns_nothing_of_what_there_is(remy: Program, record: Record) -> None:
    """Whoever may not write is told so before it is looked up."""
    for code in (record.draft.code, "nothing"):
        told(remy.patch(f"statements/{code}/", {}, if_match='"1"'), 403)
    assert Source.objects.count() == 1
