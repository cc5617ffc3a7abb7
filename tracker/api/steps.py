"""The way of a record over REST: submit, send back, publish, withdraw, replace."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from rest_framework.decorators import action
from rest_framework.request import Request

from tracker import actions
from tracker.api import serializers
from tracker.api.tokens import doer
from tracker.api.writing import WritingViewSet
from tracker.api.written import written

step_of = action(detail=True, methods=["post"])


class ReviewedViewSet(WritingViewSet):
    """Contributions, statements, tallies."""

    @step_of
    def submit(self, request: Request, code: str) -> HttpResponse:
        return self.step(request, code, actions.submit, serializers.Submission)

    @step_of
    def send_back(self, request: Request, code: str) -> HttpResponse:
        return self.step(request, code, actions.send_back, serializers.SendingBack)

    @step_of
    def withdraw(self, request: Request, code: str) -> HttpResponse:
        asked = serializers.withdrawal_of(self.registry.model)
        return self.step(request, code, actions.withdraw, asked)

    def step(
        self,
        request: Request,
        code: str,
        verb: Callable[..., None],
        asked: type[serializers.Body],
    ) -> HttpResponse:
        """Take the record as the doer saw it one step; the answers are the verb's own arguments."""

        def deed() -> HttpResponse:
            record = self.found(request, code)
            answers = self.answers(request, asked)
            verb(record, by=doer(request), version=record.version, **answers)
            return written(request, self.registry, record.pk)

        return self.act(request, deed)


class ClaimViewSet(ReviewedViewSet):
    """Statements and tallies: each reads one quote, and a misreading is replaced.

    A statement takes its contribution along; by itself a contribution is not published.
    """

    @step_of
    def publish(self, request: Request, code: str) -> HttpResponse:
        return self.step(request, code, actions.publish, serializers.Publication)

    @step_of
    def replace(self, request: Request, code: str) -> HttpResponse:
        def deed() -> HttpResponse:
            record = self.found(request, code)
            changes, parts, reason = self.read(request, serializers.replacement_of(self.body))
            successor = actions.replace(
                record, by=doer(request), reason=reason, version=record.version, **changes
            )
            actions.write_parts(successor, parts)
            return written(request, self.registry, successor.pk, HTTPStatus.CREATED)

        return self.act(request, deed)

    def set_columns(self, record: Any, changes: dict[str, Any]) -> None:
        super().set_columns(record, changes)
        if "quote" in changes:
            record.number = None  # in another quote it gets another number there

    def ask_why(self, record: Any, reason: str) -> None:
        """What is published of them does not change at all."""
