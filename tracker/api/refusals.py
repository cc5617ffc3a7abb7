"""What actions and the database refuse, as problem details.

400: the body cannot be read. 422: it can, and what it says cannot be, whatever is recorded.
409: it contradicts what is recorded. 412: the record has moved on. 403: not by this person.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError
from django.db.models import CheckConstraint, ProtectedError
from django.http import HttpResponse
from rest_framework.exceptions import ErrorDetail

from tracker import actions
from tracker.api.parsing import sent_with
from tracker.api.problems import answer, problem
from tracker.api.values import FORM
from tracker.api.written import written_row
from tracker.domain.anchoring import AnchorError
from tracker.models.rules import declared, refusal_of

PLACE = re.compile(r"(\d+)–(\d+)\.$")  # how the quote lock ends, where the words stand elsewhere


class BadBody(Exception):
    """A body that did not pass its serializer."""

    def __init__(self, serializer: Any) -> None:
        self.serializer = serializer
        super().__init__("The body cannot be taken as it is.")


class Moved(Exception):
    """The record is at another address; ``response`` leads there."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__("It is elsewhere.")


def refused(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler where records are written."""
    if isinstance(error, Moved):
        return error.response
    if isinstance(error, actions.StaleSave):
        return _stale(error, context)
    for kind, translate in TRANSLATED.items():
        if isinstance(error, kind):
            return translate(error)
    return answer(error, context)


def _bad_body(error: BadBody) -> HttpResponse:
    faults = list(_faults(error.serializer.errors))
    form = any(detail.code in FORM for _, detail in faults)
    params = [
        _param(name, str(detail), error.serializer.meant.get(name)) for name, detail in faults
    ]
    sentence = " ".join(f"{each['name']}: {each['reason']}" for each in params)
    status = HTTPStatus.BAD_REQUEST if form else HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, sentence, {"invalid-params": params})


def _faults(errors: Any, name: str = "") -> Iterator[tuple[str, ErrorDetail]]:
    """Every one, with the name of the field it is about."""
    if isinstance(errors, dict):
        for key, each in errors.items():
            yield from _faults(each, name or str(key))
    elif isinstance(errors, list):
        for each in errors:
            yield from _faults(each, name)
    else:
        yield name, errors


def _param(name: str, reason: str, nearest: str | None = None) -> dict[str, str | None]:
    return {"name": name, "value": "", "reason": reason, "nearest": nearest}


def _by_rule(error: IntegrityError) -> HttpResponse:
    if isinstance(error, ProtectedError):
        many = len(error.protected_objects)
        detail = f"Other records rest on it ({many}): remove those first."
        return problem(HTTPStatus.CONFLICT, detail)
    refusal = refusal_of(error)
    params = [_param(refusal.field, str(refusal))] if refusal.field else []
    more: dict[str, Any] = {"rule": refusal.rule, "invalid-params": params}
    place = PLACE.search(refusal.hint) if refusal.rule == "quote_lock" else None
    if place:
        more["place"] = {"start": int(place[1]), "end": int(place[2])}
    return problem(_status(refusal.rule, refusal.field), str(refusal), more)


def _status(rule: str, field: str) -> HTTPStatus:
    """A CHECK sees one row alone; all other rules compare it with what else is recorded."""
    if field == "published_by":
        return HTTPStatus.FORBIDDEN  # the four-eyes rule
    alone = isinstance(declared(rule), CheckConstraint)
    return HTTPStatus.UNPROCESSABLE_ENTITY if alone else HTTPStatus.CONFLICT


def _stale(error: actions.StaleSave, context: Mapping[str, Any]) -> HttpResponse:
    """Both versions: the record as it is now, and what was to become of it."""
    _, _, theirs = written_row(context["view"].registry, error.theirs.pk)
    sent = sent_with(context["request"])  # its own numbers, where it was read with decimals
    yours = None if sent is None else json.loads(context["request"].body or b"{}")
    more = {"theirs": json.loads(theirs), "yours": yours}
    return problem(HTTPStatus.PRECONDITION_FAILED, str(error), more)


def _misplaced(error: AnchorError) -> HttpResponse:
    more = {"rule": "quote_lock", "invalid-params": [_param("exact", str(error))]}
    return problem(HTTPStatus.CONFLICT, str(error), more)


def _not_allowed(error: actions.NotAllowed) -> HttpResponse:
    now = isinstance(error, actions.NotNow)
    return problem(HTTPStatus.CONFLICT if now else HTTPStatus.FORBIDDEN, str(error))


def _misread(error: actions.Misread) -> HttpResponse:
    more = {"invalid-params": [_param(error.field, str(error))]}
    return problem(HTTPStatus.CONFLICT, str(error), more)


def _too_large(error: RequestDataTooBig) -> HttpResponse:
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{error} Send less at once.")


def _unstorable(error: DataError) -> HttpResponse:
    """What passes every field alone and is too much together: a code made of long parts."""
    sentence = str(error).splitlines()[0]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"The database cannot hold this: {sentence}.")


def _in_the_way(error: actions.InTheWay) -> HttpResponse:
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers={"Retry-After": "1"})


TRANSLATED: dict[type[Exception], Callable[[Any], HttpResponse]] = {
    BadBody: _bad_body,
    IntegrityError: _by_rule,
    actions.Misread: _misread,
    actions.InTheWay: _in_the_way,
    actions.NotAllowed: _not_allowed,
    AnchorError: _misplaced,
    RequestDataTooBig: _too_large,
    DataError: _unstorable,
}
