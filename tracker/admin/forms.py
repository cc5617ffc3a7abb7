"""Forms of records: what was typed is kept, and a refusal stands beside its field."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from tracker.admin.labels import shown_as
from tracker.admin.meanwhile import line_of
from tracker.admin.refusals import Refused


class LookUp(AutocompleteSelect):
    """A look-up that already knows the name of what is chosen, and so need not ask for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, str] = {}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["tracker/lookups.js"])

    def optgroups(self, name: str, value: Any, attr: Any = None) -> list[Any]:
        chosen = [str(key) for key in value if key not in (None, "")]
        if not set(chosen) <= set(self.known):
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [("", "", False)]
        options = [*empty, *((key, self.known[key], True) for key in chosen)]
        return [(None, [self.create_option(name, *option, 0) for option in options], 0)]


class KnownForm(forms.ModelForm):
    """Related records that came with the row name themselves, without a query each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, LookUp) and self.instance._state.fields_cache.get(name):
                related = getattr(self.instance, name)
                widget.known = {str(related.pk): shown_as(related)}


OF_THE_PAGE = {"opened", "seen", "reason"}  # not of the record


class RecordForm(KnownForm):
    """``opened`` is the version the writer saw, ``seen`` the newest line of its history then.

    ``reason`` is why it is changed (into the history); ``refused`` why the save before this drawing
    of the page did not succeed.
    """

    refused: Refused | None = None
    # The sentence that asks for a reason, where a change of this record must have one.
    asks: Callable[[RecordForm], str] = staticmethod(lambda _: "")

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Why",
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What changes and why; it stands in the history.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["opened"] = self.instance.version
            self.initial["seen"] = partial(line_of, self.instance)
        if self.refused and self.refused.version:
            self._go_on_from(self.refused)

    @property
    def content_changed(self) -> list[str]:
        """The changed fields of the record itself."""
        return [name for name in self.changed_data if name not in OF_THE_PAGE]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(self.refused.field or None, self.refused.message)
        writes = self.content_changed or self.instance._state.adding
        if writes and not cleaned.get("reason") and (asked := self.asks(self)):
            self.add_error("reason", asked)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """Constraints say which field they speak of; beside a field that is not shown, say it."""
        if field is not None and field not in self.fields:
            field = None
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(_placed(error.error_dict, set(self.fields)))
        super().add_error(field, error)

    def _go_on_from(self, refused: Refused) -> None:
        """What was typed is kept; saved again, it goes on top of what the others saved."""
        names = {each.name for each in refused.taken} & set(self.fields)
        now = {name: self.fields[name].prepare_value(self[name].initial) for name in names}
        now |= {"opened": refused.version, "seen": refused.seen}
        shown = {name: "" if value is None else str(value) for name, value in now.items()}
        self.data = dict(self.data.items()) | shown


def _placed(errors: dict[str, list[Any]], fields: set[str]) -> dict[str, list[Any]]:
    """Errors whose code is ``field:currency`` stand beside the currency, if it is on the page."""
    placed: dict[str, list[Any]] = {}
    for name, found in errors.items():
        for error in found:
            code = str(getattr(error, "code", "") or "")
            meant = code.removeprefix("field:") if code.startswith("field:") else name
            place = meant if meant in fields else NON_FIELD_ERRORS
            placed.setdefault(place, []).append(error)
    return placed


class RecordChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return shown_as(obj)


class CountsField(forms.CharField):
    """What a tally counts, a line each: ``kind: training``. Kept as a query of the API."""

    widget = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{name}: {text}" for name, text in value.items())

    def to_python(self, value: Any) -> Any:
        lines = [line for line in (value or "").splitlines() if line.strip()]
        return dict(map(_narrowing, lines))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or {}))


def _narrowing(line: str) -> tuple[str, str]:
    name, _, text = (part.strip() for part in line.partition(":"))
    if not text:
        raise ValidationError(f"Say which {name} is counted: “{name}: …”.")
    return name, ",".join(part.strip() for part in text.split(","))


class PlainDecimalField(forms.DecimalField):
    """38 is shown as 38, not as 38.0000."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class LinesField(SimpleArrayField):
    """A list, one entry a line: names have commas in them."""

    widget = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        super().__init__(base_field, delimiter="\n", **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)


class VerbatimField(forms.CharField):
    """Words as they stand in a source: a browser's line ends become LF again."""

    widget = forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        return words.replace("\r\n", "\n").replace("\r", "\n") if words else words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, self.to_python(data))
