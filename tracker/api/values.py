"""Values as they are written in JSON: each has one type, and nothing is taken for another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet
from rest_framework import serializers

from tracker.api.missing import nearest_code
from tracker.domain.codes import nearest
from tracker.domain.dates import DateError, parse_edtf

# Of a value that has the wrong form, as the description has it; anything else is about its meaning.
FORM = frozenset(
    {"required", "null", "blank", "invalid", "invalid_choice", "unknown", "empty"}
    | {"not_a_list", "not_a_dict", "max_length", "min_length", "max_value", "min_value"}
)


def suggest(field: serializers.Field, meant: str | None) -> str:
    """The end of a sentence; the name alone is kept for who reads no sentences."""
    if not meant:
        return ""
    field.root.meant[field.field_name or ""] = meant  # type: ignore[attr-defined]
    return f" Was {meant} meant?"


class Text(serializers.CharField):
    """No number is taken for a text."""

    default_error_messages = {
        "invalid": "This is a text.",
        "required": "This is missing.",
        "blank": "This is empty.",
        "null": "This is empty.",
        "max_length": "This is longer than {max_length} characters.",
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Edtf(Text):
    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            parse_edtf(text)
        except DateError as error:
            raise serializers.ValidationError(str(error), code="edtf") from None
        return text


class Word(serializers.ChoiceField):
    """One of a few words, or of a few numbers."""

    def to_internal_value(self, data: Any) -> Any:
        words = [word for word in self.choices if word != ""]
        if type(data) in (str, int) and data in self.choices:
            return data
        if data == "" and self.allow_blank:
            return ""
        hint = suggest(self, nearest(data, map(str, words)) if isinstance(data, str) else None)
        raise serializers.ValidationError(
            f"This is one of: {', '.join(map(str, words))}.{hint}", code="invalid_choice"
        )


class Whole(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Number(serializers.DecimalField):
    """Exact: the parser reads fractions as decimals, never as floats."""

    def to_internal_value(self, data: Any) -> Decimal:
        if type(data) not in (int, Decimal):
            self.fail("invalid")
        return Decimal(super().to_internal_value(data))


class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if type(data) is not bool:
            self.fail("invalid", input=data)
        return data


class Texts(serializers.ListField):
    child = Text(max_length=255)


class Query(serializers.DictField):
    """Parameters of the list of contributions."""

    child = Text()


class Code(serializers.RelatedField):
    """Another record, by its code."""

    default_error_messages = {
        "required": "This is missing.",
        "null": "This is empty.",
        "invalid": "This is a code: a text.",
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        rows = cast("QuerySet[Any]", self.get_queryset())
        found = rows.filter(code=data).first()
        if found is None:
            noun = rows.model._meta.verbose_name
            hint = suggest(self, nearest_code(rows, data))
            raise serializers.ValidationError(
                f"There is no {noun} {data}.{hint}", code="does_not_exist"
            )
        return found
