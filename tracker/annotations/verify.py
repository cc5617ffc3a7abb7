"""Whether the record is what it says: quotes against their texts, states against their rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from tracker.actions.derive import Sums, figure_rows, fresh_states, standing_rows, state_row
from tracker.annotations.telling import Telling
from tracker.annotations.texts import Texts
from tracker.domain.anchoring import AnchorError, TextError, check, sha256_of
from tracker.models import Contribution, Figure, Quote, Source, Standing, State

BATCH = 1000


@dataclass(slots=True)
class Verified:
    """``failures`` are what is not as it says; the rest says how far was looked."""

    failures: list[str] = field(default_factory=list)
    quotes: int = 0
    unchecked: int = 0
    contributions: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "ok": not self.failures,
            "quotes_checked": self.quotes,
            "quotes_without_text": self.unchecked,
            "contributions_derived": self.contributions,
            "failures": self.failures,
        }


def verify(texts: Path | None = None, telling: Telling | None = None) -> Verified:
    """Check every quote whose text is held or lies in a folder, and derive every state anew."""
    verified, telling = Verified(), telling or Telling()
    _check_quotes(Texts.of(texts), verified, telling)
    _check_states(verified, telling)
    return verified


# --- Quotes ---------------------------------------------------------------------------------


def _check_quotes(texts: Texts, verified: Verified, telling: Telling) -> None:
    sources = Source.objects.order_by("code")
    telling.phase("Checking quotes", sources.count())
    for source in sources.iterator(chunk_size=50):
        text = _text_of(source, texts, verified)
        quotes = Quote.objects.filter(source=source).order_by("start", "pk")
        if text is None:
            verified.unchecked += quotes.count()
        else:
            for code, exact, start in quotes.values_list("code", "exact", "start"):
                _check_quote(code, exact, start, text, verified)
        telling.advance()


def _text_of(source: Source, texts: Texts, verified: Verified) -> str | None:
    """The held text, else the copy; a held text that is another than its hash is a failure."""
    if source.text is not None:
        found = sha256_of(source.text)
        if found != source.text_sha256:
            verified.failures.append(
                f"{source.code}: the text held has the sha256 {found}, not {source.text_sha256}."
            )
        return source.text
    try:
        return texts.find(source.text_sha256) if source.text_sha256 else None
    except TextError as error:
        verified.failures.append(f"{source.code}: {error}")
        return None


def _check_quote(code: str, exact: str, start: int | None, text: str, verified: Verified) -> None:
    verified.quotes += 1
    if start is None:
        if exact not in text:
            verified.failures.append(f"{code}: its words do not stand in the text.")
        return
    try:
        check(text, exact, start)
    except AnchorError as error:
        verified.failures.append(f"{code}: {error}")


# --- States ---------------------------------------------------------------------------------

_STORED = (
    (State, "state", ("id", "search")),
    (Figure, "figure", ("id", "state")),
    (Standing, "standing of a statement", ()),
)


def _check_states(verified: Verified, telling: Telling) -> None:
    ids = list(Contribution.objects.order_by("pk").values_list("pk", flat=True))
    telling.phase("Deriving states", len(ids))
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        with transaction.atomic():
            _check_batch(fresh_states(batch), batch, verified)
        verified.contributions += len(batch)
        telling.advance(len(batch))


def _check_batch(sums: list[Sums], batch: list[int], verified: Verified) -> None:
    fresh = _fresh_rows(sums)
    paths: dict[int, str] = {}
    for model, noun, without in _STORED:
        fields = [
            each.attname
            for each in model._meta.concrete_fields
            if each.name not in without
        ]  # fmt: skip
        stored = model._default_manager.filter(contribution__in=batch).values(*fields)
        there = _counted(stored, fields)
        expected = _counted((row.__dict__ for row in fresh[model]), fields)
        for pk in _unlike(there, expected):
            paths = paths or dict(
                Contribution.objects.filter(pk__in=batch).values_list("pk", "path")
            )
            verified.failures.append(
                f"{paths[pk]}: its {noun} is not what its statements add up to; "
                "`actions.rederive()` derives it anew."
            )


def _fresh_rows(sums: Iterable[Sums]) -> dict[type[Model], list[Any]]:
    rows: dict[type[Model], list[Any]] = {State: [], Figure: [], Standing: []}
    for each in sums:
        for derived in each.states:
            state = state_row(each.contribution, derived)
            rows[State].append(state)
            rows[Figure] += figure_rows(state, derived)
        rows[Standing] += standing_rows(each)
    return rows


def _counted(rows: Iterable[Any], fields: list[str]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (row["contribution_id"], *(_comparable(row[name]) for name in fields)) for row in rows
    )


def _comparable(value: Any) -> Any:
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else value


def _unlike(there: Counter[tuple[Any, ...]], expected: Counter[tuple[Any, ...]]) -> Iterator[int]:
    """The contributions of which the rows differ."""
    return iter(sorted({row[0] for row in (there - expected) + (expected - there)}))
