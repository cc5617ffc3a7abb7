"""Whether the record is what it says: quotes against their texts, states against their rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.actions import misderived
from tracker.annotations.telling import Telling
from tracker.annotations.texts import Texts
from tracker.domain.anchoring import AnchorError, TextError, check, sha256_of
from tracker.models import Contribution, Quote, Source


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
    if texts is not None and verified.unchecked and not (verified.quotes or verified.failures):
        verified.failures.append(
            f"No file in {texts} has the sha256 of a source's text: nothing was checked."
        )
    _check_states(verified, telling)
    return verified


# --- Quotes ---------------------------------------------------------------------------------


def _check_quotes(texts: Texts, verified: Verified, telling: Telling) -> None:
    sources = Source.objects.order_by("code")
    telling.phase("Checking quotes", sources.count())
    for source in sources.iterator(chunk_size=50):
        rows = Quote.objects.filter(source=source).order_by("start", "pk")
        quotes = list(rows.values_list("code", "exact", "start"))
        text = _text_of(source, {exact for _, exact, _ in quotes}, texts, verified)
        if text is None:
            verified.unchecked += len(quotes)
        else:
            for code, exact, start in quotes:
                _check_quote(code, exact, start, text, verified)
        telling.advance()


def _text_of(source: Source, quotes: set[str], texts: Texts, verified: Verified) -> str | None:
    """The held text, else the copy; one that is another than its hash is a failure."""
    if source.text is not None:
        found = sha256_of(source.text)
        if found != source.text_sha256:
            verified.failures.append(
                f"{source.code}: the text held has the sha256 {found}, not {source.text_sha256}."
            )
        return source.text
    if not source.text_sha256:
        return None
    try:
        text = texts.find(source.text_sha256)
    except TextError as error:
        verified.failures.append(f"{source.code}: {error}")
        return None
    length = source.text_characters or 0
    alike = texts.alike(quotes, length) if text is None else None
    if alike is None:
        return text
    verified.failures.append(f"{source.code}: {alike.told} and another sha256, {alike.sha256}.")
    return alike.text


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


def _check_states(verified: Verified, telling: Telling) -> None:
    derived = Contribution.objects.exclude(published_at=None).count()
    telling.phase("Deriving states", derived)
    verified.contributions = derived
    for contribution in misderived(telling.advance):
        verified.failures.append(
            f"{contribution.path}: its state is not what its statements add up to; "
            "`manage.py derive` derives it anew."
        )
