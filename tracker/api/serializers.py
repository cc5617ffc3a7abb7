"""What is written of each model: the form of it, and the records that codes stand for.

A field is called what it is called where it is read. What may be said, and by whom, is decided by
``actions`` and by the database.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from tracker.api.values import Code, Edtf, Flag, Number, Query, Text, Texts, Whole, Word
from tracker.domain.anchoring import TextError, check_text, sha256_of
from tracker.domain.codes import nearest
from tracker.models import (
    Contribution,
    Country,
    Quote,
    Source,
    Speaker,
    Statement,
    Tally,
)
from tracker.models.base import EdtfField

Faults = dict[str, Any]

REASON = "Why; it stands in the history. What is public already is not changed without one."


class Body(serializers.Serializer):
    """Strict: a name that there is not is a mistake; null says that there is nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meant: dict[str, str] = {}  # by field: what was probably meant

    def to_internal_value(self, data: Any) -> Any:
        faults: Faults = {name: [self._unknown(name)] for name in data if name not in self.fields}
        known = {
            name: self._empty(name) if value is None else value
            for name, value in data.items()
            if name not in faults
        }
        try:
            found = super().to_internal_value(known)
        except serializers.ValidationError as error:
            raise serializers.ValidationError(faults | cast("Faults", error.detail)) from None
        if faults:
            raise serializers.ValidationError(faults)
        return found

    def _unknown(self, name: str) -> serializers.ErrorDetail:
        meant = nearest(name, self.fields)
        if meant:
            self.meant[name] = meant
        hint = f" Was {meant} meant?" if meant else ""
        return serializers.ErrorDetail(f"Nothing so called is written here.{hint}", code="unknown")

    def _empty(self, name: str) -> Any:
        """Texts are empty where nothing is said, not null."""
        return "" if getattr(self.fields[name], "allow_blank", False) else None


class RecordBody(Body, serializers.ModelSerializer):
    """The columns of one model, and the lists that are part of it."""

    reason = Text(required=False, allow_blank=True, max_length=2000, help_text=REASON)

    Meta: Any  # of whichever model

    serializer_related_field = Code
    serializer_choice_field = Word
    serializer_field_mapping = {
        EdtfField: Edtf,
        models.CharField: Text,
        models.TextField: Text,
        models.URLField: Text,
        models.SlugField: Text,
        models.IntegerField: Whole,
        models.DecimalField: Number,
        models.BooleanField: Flag,
        ArrayField: Texts,
    }

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """What is unique is seen to by the database, once, when it is written."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        kwargs["validators"] = [
            validator
            for validator in kwargs.get("validators", [])
            if not isinstance(validator, UniqueValidator)
        ]
        return field_class, kwargs


class ContributionBody(RecordBody):
    title = Text(
        source="title_override",
        max_length=255,
        required=False,
        allow_blank=True,
        help_text="Only where the one that is made from its path will not do.",
    )

    class Meta:
        model = Contribution
        validators: ClassVar[list[Any]] = []
        fields = (
            *("coalition", "country", "kind", "theatre", "name", "title", "part_of", "reason"),
        )


CLAIM = (
    *("quote_code", "status", "low", "high", "metric", "currency", "words", "bounds_by"),
    *("when", "when_words", "credibility", "note", "rests_on", "reason"),
)


class ClaimBody(RecordBody):
    quote_code = Code(source="quote", queryset=Quote.objects.all())
    rests_on = Code(queryset=Quote.objects.all(), many=True, required=False)


class StatementBody(ClaimBody):
    class Meta:
        model = Statement
        validators: ClassVar[list[Any]] = []
        fields = (
            *("contribution", *CLAIM, "reads_as", "per", "converted_low", "converted_high"),
            *("converted_currency", "converted_rate", "change", "role", "place", "recipient"),
            *("line_of_effort", "effort", "due", "condition", "basis", "tie", "denies"),
            "corrects",
        )


class TallyBody(ClaimBody):
    counts = Query(required=False)
    names = Code(queryset=Country.objects.all(), many=True, required=False)
    excludes = Code(queryset=Country.objects.all(), many=True, required=False)

    class Meta:
        model = Tally
        validators: ClassVar[list[Any]] = []
        fields = (*CLAIM, "counts", "out_of", "not_narrowed", "part_of", "names", "excludes")


class QuoteBody(RecordBody):
    class Meta:
        model = Quote
        validators: ClassVar[list[Any]] = []
        fields = (
            *("source", "exact", "prefix", "suffix", "start", "end", "locator", "speaker"),
            *("voice", "relayed", "occasion", "said", "translation", "note", "reason"),
        )
        extra_kwargs: ClassVar[dict[str, Any]] = {
            name: {"trim_whitespace": False} for name in ("exact", "prefix", "suffix")
        }


class SourceBody(RecordBody):
    text = Text(
        required=False,
        trim_whitespace=False,
        help_text="Whole, with line feeds alone: its hash and length are made from it. It is kept "
        "only with keep_text.",
    )
    keep_text = Flag(
        required=False,
        help_text="Hold the text here: only where its licence allows that.",
    )

    class Meta:
        model = Source
        validators: ClassVar[list[Any]] = []
        fields = (
            *("code", "coalition", "title", "publisher", "authors", "published"),
            *("published_inferred", "url", "archived_url", "language", "licence"),
            *("text_is_public", "reliability", "annotation", "text", "keep_text", "text_sha256"),
            *("text_characters", "replaces", "note", "reason"),
        )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A text is told by its hash and length, kept or not."""
        text, keep = attrs.pop("text", None), attrs.pop("keep_text", False)
        if text is None:
            return attrs
        try:
            check_text(text.encode())
        except TextError as error:
            raise serializers.ValidationError({"text": str(error)}, code="text") from None
        told = {"text_sha256": sha256_of(text), "text_characters": len(text)}
        for name, value in told.items():
            if attrs.setdefault(name, value) != value:
                raise serializers.ValidationError({name: f"Of this text it is {value}."}, "text")
        return attrs | ({"text": text} if keep else {})


class SpeakerBody(RecordBody):
    class Meta:
        model = Speaker
        validators: ClassVar[list[Any]] = []
        fields = (
            "code",
            "name",
            "office",
            "country",
            "role",
            "anonymous",
            "source",
            "note",
            "reason",
        )


BODIES: dict[str, type[RecordBody]] = {
    "contributions": ContributionBody,
    "statements": StatementBody,
    "tallies": TallyBody,
    "quotes": QuoteBody,
    "sources": SourceBody,
    "speakers": SpeakerBody,
}


# --- Steps ----------------------------------------------------------------------------------


class Submission(Body):
    """Nothing is asked."""


class SendingBack(Body):
    reason = Text(max_length=2000, help_text="What is to be mended; it stands in the history.")


class Publication(Body):
    own_review_reason = Text(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="Of a superuser who publishes what they wrote: why nobody else looked.",
    )


class Withdrawal(Body):
    reason = Text(max_length=2000, help_text="Why; readers who come by its code are told.")


def withdrawal_of(model: type[models.Model]) -> type[Withdrawal]:
    """With the record that stands in its place, of the same model."""
    successor = Code(
        queryset=model._default_manager.all(),
        required=False,
        allow_null=True,
        help_text="What stands in its place, if it is public.",
    )
    return type(f"{model.__name__}Withdrawal", (Withdrawal,), {"successor": successor})


class Replacement(RecordBody):
    """What differs in the successor of a misreading, and why it is one."""

    reason = Text(max_length=2000, help_text="What was misread; readers are told.")

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "reason"
        return fields


def replacement_of(body: type[RecordBody]) -> type[RecordBody]:
    """All that its body has but the quote, which stays."""
    kept = tuple(name for name in body.Meta.fields if name != "quote_code")
    meta = type("Meta", (body.Meta,), {"fields": kept})
    return type(f"Replacing{body.__name__}", (Replacement, body), {"Meta": meta})
