"""Records made, changed and taken along their way: each request is one action of ``actions``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any

import pghistory
from django.db.models import Model
from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from tracker import actions
from tracker.api import serializers
from tracker.api.missing import missing, refuse_unreadable
from tracker.api.once import once
from tracker.api.parsing import ExactJSON, sent_with
from tracker.api.problems import Problem
from tracker.api.refusals import BadBody, Moved, refused
from tracker.api.throttles import WriteThrottle
from tracker.api.tokens import VERBS, MayWrite, doer
from tracker.api.views import RecordViewSet
from tracker.api.written import written
from tracker.filters import FILTER_SETS, FilterError, Mistake
from tracker.models import Quote, Redirect, Review, Token

TAG = re.compile(r'\s*(?:W/)?"?(\d{1,9})(?:-[0-9a-f]*)?"?\s*')
DONE = {"create": "Add", "partial_update": "Change", "destroy": "Delete"}
NEVER = 0  # a version that no record has

Deed = Callable[[], HttpResponse]


class WritingViewSet(RecordViewSet):
    """Sources, speakers, quotes, and whatever is reviewed."""

    parser_classes = [ExactJSON]

    def get_permissions(self) -> list[Any]:
        return [MayWrite()] if self.action in VERBS else list(super().get_permissions())

    def get_renderers(self) -> list[Any]:
        return [JSONRenderer()] if self.action in VERBS else list(super().get_renderers())

    def get_throttles(self) -> list[Any]:
        writing = [WriteThrottle()] if self.action in VERBS else []
        return [*super().get_throttles(), *writing]

    def get_exception_handler(self) -> Any:
        return refused

    # --- Make, change, remove ----------------------------------------------------------------

    def create(self, request: Request) -> HttpResponse:
        return self.act(request, lambda: self._made(request))

    def partial_update(self, request: Request, code: str) -> HttpResponse:
        return self.act(request, lambda: self._changed(request, self.found(request, code)))

    def destroy(self, request: Request, code: str) -> HttpResponse:
        def deed() -> HttpResponse:
            record = self.found(request, code)
            reason = request.query_params.get("reason", "")
            version = record.version
            actions.remove(record, by=doer(request), reason=reason, version=version)
            return HttpResponse(status=HTTPStatus.NO_CONTENT)

        return self.act(request, deed, "reason")

    def _made(self, request: Request) -> HttpResponse:
        columns, parts, reason = self.read(request, self.body)
        record = self.registry.model(**columns)
        self.complete(record)
        actions.write(record, by=doer(request), reason=reason)
        actions.write_parts(record, parts)
        return written(request, self.registry, record.pk, HTTPStatus.CREATED)

    def _changed(self, request: Request, record: Any) -> HttpResponse:
        """What is sent as it stands already changes nothing, and makes nobody its editor."""
        columns, parts, reason = self.read(request, self.body, record)
        changes = {n: value for n, value in columns.items() if _differs(record, n, value)}
        parts = actions.differing_parts(record, parts)
        if changes or parts:
            self.ask_why(record, reason)
            self.set_columns(record, changes)
            actions.write(record, by=doer(request), reason=reason, version=record.version)
            actions.write_parts(record, parts)
        return written(request, self.registry, record.pk)

    # --- What the handlers share -------------------------------------------------------------

    @property
    def body(self) -> type[serializers.RecordBody]:
        return serializers.BODIES[self.registry.name]

    def act(self, request: Request, deed: Deed, *params: str) -> HttpResponse:
        """One transaction; history says that it came this way, and by which token."""
        _refuse_params(request, params)
        refuse_unreadable(self.registry, self.kwargs.get("code", ""))
        sent_with(request)
        via = {"via": "api"}
        if isinstance(request.auth, Token):
            via["token"] = request.auth.prefix
        with pghistory.context(**via), actions.acting(by=doer(request), what=self._what()):
            return once(request, deed) if request.method == "POST" else deed()

    def _what(self) -> str:
        """“Change statement voa:1-36:2”, as the list of actions has it; of a new one no code."""
        verb = DONE.get(self.action, self.action.replace("_", " ").capitalize())
        told = (verb, self.registry.model._meta.verbose_name, self.kwargs.get("code"))
        return " ".join(str(each) for each in told if each)

    def answers(
        self, request: Request, body: type[serializers.Body], record: Model | None = None
    ) -> dict[str, Any]:
        """What a body says, of a record only what is to change; raises BadBody."""
        serializer = body(record, data=request.data, partial=record is not None)
        if not serializer.is_valid():
            raise BadBody(serializer)
        return dict(serializer.validated_data)

    def read(
        self, request: Request, body: type[serializers.Body], record: Model | None = None
    ) -> tuple[dict[str, Any], dict[str, Any], str]:
        """The columns, the parts and the reason."""
        columns = self.answers(request, body, record)
        reason = columns.pop("reason", "")
        parts = {name: columns.pop(name) for name in actions.PARTS if name in columns}
        return columns, parts, reason

    def found(self, request: Request, code: str) -> Any:
        """The record at the version that the writer saw; raises Problem, Moved or StaleSave."""
        seen = _versions(request)
        rows: Any = self.registry.model._default_manager
        record = rows.filter(code=code).first()
        if record is None or _is_merged(record):
            raise Moved(missing(request, self.registry, code, None))
        if record.version not in seen:
            raise actions.StaleSave(mine=record, theirs=record)
        return record

    def complete(self, record: Any) -> None:
        """What of a new record follows from the rest."""

    def set_columns(self, record: Any, changes: dict[str, Any]) -> None:
        """Set columns, and leave to the model what is made from them."""
        for name, value in changes.items():
            setattr(record, name, value)

    def ask_why(self, record: Any, reason: str) -> None:
        public = FILTER_SETS[self.registry.name].records().filter(pk=record.pk)
        if not reason.strip() and public.exists():
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"{record.code} is public: say why it changes (reason).",
            )


class QuoteWriting(WritingViewSet):
    def complete(self, record: Quote) -> None:
        record.place()

    def set_columns(self, record: Quote, changes: dict[str, Any]) -> None:
        super().set_columns(record, changes)
        if "end" not in changes and {"exact", "start"} & changes.keys():
            record.end = None  # it follows from the start


def _is_merged(record: Any) -> bool:
    """What was withdrawn may have been merged: then its code leads elsewhere."""
    if getattr(record, "review", "") != Review.WITHDRAWN:
        return False
    left = Redirect.objects.left(type(record), record.code)
    return left is not None and left.because == Redirect.Because.MERGED


def _differs(record: Any, name: str, value: Any) -> bool:
    """Records are told apart by their keys: what is referred to is not asked for."""
    column = record._meta.get_field(name).attname
    return bool(getattr(record, column) != (value.pk if isinstance(value, Model) else value))


def _refuse_params(request: Request, known: Collection[str]) -> None:
    mistakes = [
        Mistake(name, "", "nothing is asked here by parameters.")
        for name in request.query_params
        if name not in known
    ]
    if mistakes:
        raise FilterError(mistakes)


def _versions(request: Request) -> set[int]:
    """Those that If-Match names; a tag that no read has given is of no version."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        raise Problem(
            HTTPStatus.PRECONDITION_REQUIRED,
            "Say which version you saw: If-Match with the ETag that reading it gave, so that "
            "nobody's edit is lost.",
        )
    tags = (TAG.fullmatch(tag) for tag in header.split(","))
    return {int(tag[1]) if tag else NEVER for tag in tags}
