"""What a parameter's text may be: form fields that say what was expected, and what is nearest.

Lists are comma-separated. A refusal is a ValidationError whose ``params["nearest"]`` is what was
probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tracker.domain.codes import nearest
from tracker.domain.dates import DateError, parse_edtf
from tracker.models import Redirect

LISTED = 20  # a longer vocabulary is not written out in a refusal
CANDIDATES = 1000  # how many codes are compared to find the nearest of a wrong one
SUGGESTED = 5  # for how many wrong values of a list that is done
SHORTEST = 4  # a word of as many letters means none of fewer: Britain is not BH
LONGEST = 1000  # values in a list
TOO_MUCH = 10**18  # more than any figure of the record
UNSTATED = "unstated"  # the word for nothing said


@dataclass(frozen=True, slots=True)
class Chosen:
    """Values that exist, with the names by which they are read out."""

    values: tuple[str, ...]
    names: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(self.names)


def refuse(why: str, meant: str | None = None) -> ValidationError:
    hint = f"{why}; was {meant!r} meant?" if meant else f"{why}."
    return ValidationError(hint.replace("%", "%%"), params={"nearest": meant or ""})


class Words(forms.Field):
    """One or more words of a vocabulary. ``unstated`` is the word for its empty value."""

    def __init__(
        self,
        *,
        words: Mapping[str, str],
        unstated: bool = False,
        single: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.words = {**words, UNSTATED: UNSTATED} if unstated else dict(words)
        self.single = single

    def clean(self, text: str | None) -> Chosen | None:
        if not text:
            return None
        given = [text] if self.single else listed(text)
        wrong = [word for word in given if word not in self.words]
        if wrong:
            raise ValidationError([self._refusal(word) for word in wrong[:SUGGESTED]])
        values = tuple("" if word == UNSTATED else word for word in given)
        return Chosen(values, tuple(self.words[word] for word in given))

    def _refusal(self, word: str) -> ValidationError:
        few = len(self.words) <= LISTED
        known = ", ".join(self.words) if few else f"the {len(self.words)} there are"
        return refuse(f"{word!r} is none of {known}", nearest(word, self.words))


class Codes(forms.Field):
    """One or more codes of records that are there; a country is also recognised by its name.

    ``unstated`` is the word for none, where a row may have none.
    """

    def __init__(
        self,
        *,
        records: Callable[[], QuerySet],
        noun: str,
        column: str = "code",
        name: str = "code",
        unstated: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.records, self.noun, self.column, self.name = records, noun, column, name
        self.unstated = unstated

    def clean(self, text: str | None) -> Chosen | None:
        if not text:
            return None
        codes = listed(text)
        found = self.records().filter(**{f"{self.column}__in": codes})
        names = dict(found.order_by().values_list(self.column, self.name).distinct())
        if self.unstated:
            names[UNSTATED] = UNSTATED
        wrong = [code for code in codes if code not in names]
        if wrong:
            raise ValidationError([self.refusal(code) for code in wrong[:SUGGESTED]])
        values = tuple("" if self.unstated and code == UNSTATED else code for code in codes)
        return Chosen(values, tuple(str(names[code]) for code in codes))

    def refusal(self, code: str) -> ValidationError:
        """Why there is none, and which was meant."""
        return self._gone(code) or refuse(f"no {self.noun} is {code!r}", self._meant(code))

    def _gone(self, code: str) -> ValidationError | None:
        """That it was merged or withdrawn, and what stands for it now, if that may be seen."""
        if self.column != "code":
            return None
        left = Redirect.objects.left(self.records().model, code)
        if left is None:
            return None
        target = left.last_target()
        now = target if target and self.records().filter(code=target).exists() else ""
        if left.because == Redirect.Because.MERGED:
            why = f"{code!r} was merged into {target!r}"
        else:
            why = f"{code!r} was withdrawn: {left.reason.rstrip('.')}"
        return refuse(why, now)

    def _meant(self, word: str) -> str | None:
        """The code that is most like the word, or has a name, an alias or another code like it."""
        begins = word[:1].casefold()
        spelled = {
            each: value
            for value, *others in self._candidates(word)
            for each in (value, *_flat(others))
            if len(each) >= min(len(word), SHORTEST)
            and (each == value or each[:1].casefold() == begins)
        }
        close = nearest(word, spelled)
        return spelled[close] if close else None

    def _candidates(self, word: str) -> list[tuple[Any, ...]]:
        """Codes, and how else each is written: all, or of the many without aliases those alike."""
        also = self._also()
        rows = self.records().order_by().values_list(self.column, self.name, *also).distinct()
        alike = rows.none() if also else rows.filter(**{f"{self.column}__istartswith": word[:3]})
        return list(alike[:CANDIDATES]) or list(rows[:CANDIDATES])

    def _also(self) -> list[str]:
        """The columns of the model that are other ways to write its code."""
        columns = {each.name for each in self.records().model._meta.get_fields()}
        return [each for each in ("aliases", "alpha3") if each in columns and self.column == "code"]


class Exact(Codes):
    """One value that is there, to the letter: names may have commas in them."""

    def clean(self, text: str | None) -> Chosen | None:
        if not text:
            return None
        if not self.records().filter(**{self.column: text}).exists():
            raise self.refusal(text)
        return Chosen((text,), (text,))


class YesNo(forms.Field):
    def clean(self, text: str | None) -> bool | None:
        if not text:
            return None
        if text not in ("true", "false"):
            yes = text.casefold() in ("yes", "y", "1", "t", "on")
            raise refuse(f"{text!r} is neither true nor false", "true" if yes else "false")
        return text == "true"


class Day(forms.Field):
    """One day."""

    def clean(self, text: str | None) -> date | None:
        if not text:
            return None
        try:
            return date.fromisoformat(text) if len(text) == len("2015-11-23") else _no_day(text)
        except ValueError:
            return _no_day(text)


class DayBound(forms.Field):
    """A side of a range of days: a day, or the first or last day of a month or year (EDTF)."""

    def __init__(self, *, side: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.side = side

    def clean(self, text: str | None) -> date | None:
        if not text:
            return None
        try:
            day: date | None = getattr(parse_edtf(text), self.side)
        except DateError as error:
            raise ValidationError(str(error)) from error
        return day or _no_day(text)


class Moment(forms.Field):
    """A day or a time; a time without an offset is UTC."""

    def clean(self, text: str | None) -> datetime | None:
        if not text:
            return None
        try:
            read = parse_datetime(text) or datetime.fromisoformat(text)
        except ValueError:
            raise refuse(f"{text!r} is no time; write 2026-11-22 or 2026-11-22T17:00:00Z") from None
        return (
            read
            if timezone.is_aware(read)
            else read.replace(tzinfo=timezone.get_default_timezone())
        )


class Sought(forms.Field):
    """Words to search for; a question of punctuation alone would find nothing in silence."""

    def clean(self, text: str | None) -> str | None:
        if not text:
            return None
        if not re.search(r"[^\W_]", text):
            raise refuse(f"{text!r} has no word to search for")
        if re.search(r"(^|\s)-\w", text):
            raise refuse(f"{text!r} leaves a word out; words can be sought here, not left out")
        return text


class Number(forms.Field):
    def clean(self, text: str | None) -> Decimal | None:
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise refuse(f"{text!r} is no number; write it without separators: 11558") from None
        if not number.is_finite() or abs(number) >= TOO_MUCH:
            raise refuse(f"{text!r} is no number this record could hold")
        return number


def listed(text: str) -> list[str]:
    """The parts of a comma-separated list, none of them empty, none twice."""
    parts = text.split(",")
    if len(parts) > LONGEST:
        raise refuse(f"a list has at most {LONGEST} values, this one {len(parts)}")
    if not all(parts):
        raise refuse(f"{text!r} has an empty place between commas")
    twice = next((part for part in parts if parts.count(part) > 1), None)
    if twice:
        raise refuse(f"{twice!r} is named twice")
    return parts


def _flat(values: Iterable[Any]) -> Iterator[str]:
    """Texts, and those in lists."""
    for each in values:
        yield from each if isinstance(each, list) else [str(each)]


def _no_day(text: str) -> date:
    raise refuse(f"{text!r} is no day; write it as 2015-11-23")
