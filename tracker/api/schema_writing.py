"""OpenAPI of what is written: bodies read off the serializers, meanings off the registries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import serializers as rest

from tracker.api.examples import (
    CHANGES,
    CONTRIBUTION_VERSIONS,
    EXAMPLES,
    STEPS,
    VERSIONS,
    WRITTEN,
)
from tracker.api.schema import described, exemplified, title_of
from tracker.api.serializers import (
    BODIES,
    Body,
    Publication,
    SendingBack,
    Submission,
    replacement_of,
    withdrawal_of,
)
from tracker.api.shapes import (
    ADDRESS,
    MERGED,
    OF_ONE,
    REFUSALS,
    TEXT,
    TOO_LONG,
    Shape,
    refused,
    shape,
)
from tracker.api.values import Code, Flag, Number, Query, Text, Texts, Whole, Word
from tracker.api.writing import WritingViewSet
from tracker.api.written import written_fields
from tracker.fields import Registry

CODE = OpenApiParameter("code", TEXT, OpenApiParameter.PATH, description="What it is cited by.")
IF_MATCH = OpenApiParameter(
    "If-Match",
    {**TEXT, "pattern": '^(W/)?"[0-9]{1,9}(-[0-9a-f]*)?"$'},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag that reading it gave, or its version in quotes: the record is changed "
    "only if it is still the one you saw.",
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {**TEXT, "pattern": "^[!-~]{1,255}$"},
    OpenApiParameter.HEADER,
    description="Of your choice, once for each request: sent again within 24 hours, it is "
    "answered alike and done once.",
)
WHY = OpenApiParameter("reason", TEXT, description="Why; it stands in the history.")

WRITING = {
    400: "The body, or a parameter, cannot be read.",
    401: "Nobody is signed in, or the token opens nothing.",
    403: "This account, or this token, may not.",
    409: "It contradicts what is recorded: words that do not stand there (`place` is where they "
    "do), a code that is taken, a step that is not next.",
    406: REFUSALS[406],
    413: "The body is too large.",
    415: "The body is no JSON.",
    422: "It can be read, and cannot be: an unknown code, bounds reversed, a reason missing.",
    429: REFUSALS[429],
    503: "Others were writing the same records; send it again.",
}
OF_ONE_WRITTEN = {
    **OF_ONE,
    412: "It was changed since: both versions.",
    428: "If-Match is missing.",
}

Operation = Callable[[Any], Any]


# --- Bodies ---------------------------------------------------------------------------------


def body_schema(registry: Registry, body: Body) -> dict[str, Any]:
    """What is required, and nothing besides what is named."""
    required = [] if body.partial else [n for n, each in body.fields.items() if each.required]
    properties = {name: _property(registry, name, each) for name, each in body.fields.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": required} if required else {}),
    }


def _property(registry: Registry, name: str, field: rest.Field) -> dict[str, Any]:
    shown = registry.by_name.get(name)
    told = str(field.help_text or (shown.description if shown else ""))
    schema = {**_value(field), **({"description": told} if told else {})}
    if field.allow_null or getattr(field, "allow_blank", False):
        if "oneOf" in schema:
            schema["oneOf"] = [*schema["oneOf"], {"const": None}]
        schema["type"] = [schema["type"], "null"]
    return schema


def _value(field: Any) -> dict[str, Any]:
    for kind, schema in _VALUES.items():
        if isinstance(field, kind):
            return schema(field)
    raise TypeError(f"{field.field_name}: say how a {type(field).__name__} is described.")


def _text(field: Any) -> dict[str, Any]:
    least = {} if field.allow_blank else {"minLength": 1}
    most = {} if field.max_length is None else {"maxLength": field.max_length}
    return {"type": "string", **least, **most}


def _word(field: Any) -> dict[str, Any]:
    words = [word for word in field.choices if word != ""]
    kind = "integer" if isinstance(words[0], int) else "string"
    return {"type": kind, "oneOf": [{"const": word} for word in words]}


def _whole(field: Any) -> dict[str, Any]:
    bounds = {"minimum": field.min_value, "maximum": field.max_value}
    return {"type": "integer", **{n: value for n, value in bounds.items() if value is not None}}


_VALUES: dict[type, Callable[[Any], dict[str, Any]]] = {
    Text: _text,
    Word: _word,
    Whole: _whole,
    Number: lambda _: {"type": "number"},
    Flag: lambda _: {"type": "boolean"},
    Texts: lambda _: {"type": "array", "items": {"type": "string", "minLength": 1}},
    Query: lambda _: {"type": "object", "additionalProperties": TEXT},
    Code: lambda _: {"type": "string"},
    rest.ManyRelatedField: lambda _: {"type": "array", "items": TEXT},
}


def written_schema(registry: Registry) -> dict[str, Any]:
    links = {"type": "object", "additionalProperties": ADDRESS, "description": "Related records."}
    return {
        "type": "object",
        "description": f"A {registry.one} as its writers see it.",
        "properties": {
            **{each.name: each.schema for each in written_fields(registry)},
            "links": links,
        },
    }


# --- Operations -----------------------------------------------------------------------------


def described_writing(viewset: type[WritingViewSet]) -> type[WritingViewSet]:
    """The viewset, with all its operations described, those that write too."""
    registry = viewset.registry
    title, body = title_of(registry), BODIES[registry.name]
    written = shape(f"{title}Written", written_schema(registry))
    say = _Describing(registry, written)
    new = shape(f"{title}Body", body_schema(registry, body()))
    change = shape(f"{title}Change", body_schema(registry, body(partial=True)))
    operations = {
        "create": say("create", f"Write a {say.noun}", new, made=True),
        "partial_update": say("change", f"Change a {say.noun}", change, of_one=True),
        "destroy": say("remove", f"Remove a {say.noun} that was never published", of_one=True),
    }
    described(viewset)
    return extend_schema_view(**operations, **_steps(viewset, say))(viewset)


def _steps(viewset: type[WritingViewSet], say: _Describing) -> dict[str, Any]:
    registry = viewset.registry
    body = BODIES[registry.name]
    asked: dict[str, tuple[str, Body]] = {
        "submit": (f"Hand a {say.noun} to review", Submission()),
        "send_back": (f"Send a {say.noun} back to its writer", SendingBack()),
        "publish": (f"Publish a {say.noun} that somebody else wrote", Publication()),
        "withdraw": (f"Withdraw a {say.noun}", withdrawal_of(registry.model)()),
        "replace": (f"Write what a misread {say.noun} does say", replacement_of(body)()),
    }
    return {
        name: say(
            name,
            summary,
            shape(
                f"{title_of(registry)}{name.title().replace('_', '')}",
                body_schema(registry, each),
            ),
            of_one=True,
            made=name == "replace",
        )
        for name, (summary, each) in asked.items()
        if hasattr(viewset, name)
    }


class _Describing:
    """What all operations on records of one registry share."""

    def __init__(self, registry: Registry, written: type[Shape]) -> None:
        self.registry, self.written = registry, written
        self.noun = registry.one.replace("_", " ")

    def __call__(
        self,
        name: str,
        summary: str,
        body: type[Shape] | None = None,
        *,
        of_one: bool = False,
        made: bool = False,
    ) -> Operation:
        parameters = [*(self._of_one(name) if of_one else []), *([WHY] if body is None else [])]
        if name not in ("change", "remove"):
            parameters.append(KEY)
        return extend_schema(
            operation_id=f"{self.registry.name}_{name}",
            tags=[self.registry.name.replace("_", " ")],
            summary=summary,
            description=DESCRIPTIONS[name],
            parameters=parameters,
            request={"application/json": body} if body else None,
            responses={
                **self._done(body, made=made),
                **refused(WRITING | (OF_ONE_WRITTEN if of_one else {})),
                **TOO_LONG,
                **({308: MERGED} if of_one else {}),
            },
            examples=self._examples(name),
        )

    def _done(self, body: Any, *, made: bool) -> dict[Any, Any]:
        if body is None:
            return {204: OpenApiResponse(description="It is gone.")}
        return {(201 if made else 200, "application/json"): self.written}

    def _of_one(self, name: str) -> list[OpenApiParameter]:
        own = self.registry.name
        versions = CONTRIBUTION_VERSIONS if own == "contributions" else VERSIONS
        example = {"code": WRITTEN[own], "If-Match": f'"{versions.get(name, 1)}"'}
        return exemplified([CODE, IF_MATCH], example)

    def _examples(self, name: str) -> list[OpenApiExample]:
        bodies = STEPS | {
            "create": EXAMPLES[self.registry.name],
            "change": CHANGES[self.registry.name],
        }
        if name not in bodies:
            return []
        return [OpenApiExample("Example", bodies[name], request_only=True)]


DESCRIPTIONS = {
    "create": "A draft, where it is reviewed. The answer is the record as it was written, with "
    "its code, its address (Location) and its version (ETag).",
    "change": "Only what is named; null empties it. What is public is not changed without a "
    "reason, and what is published of statements and tallies not at all: replace it.",
    "remove": "What others rest on, or was published, stays.",
    "submit": "A statement takes along its contribution.",
    "send_back": "It is a draft again, and its writer reads why in its history.",
    "publish": "It counts from now on. A statement takes along its contribution; what it was "
    "written to replace is withdrawn. Nobody publishes what they wrote.",
    "withdraw": "It no longer counts, and its address says why. A contribution whose last "
    "published statement goes is withdrawn with it.",
    "replace": "Its successor reads the same quote and goes to review; once that is published, "
    "the misreading is withdrawn with this reason. Name what differs.",
}
