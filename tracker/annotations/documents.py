"""Records as documents: the way back from cells to the notation (``records``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tracker.annotations.counts import in_order
from tracker.annotations.records import COUNTRIES, LISTS, Cells, QuoteRecord, Said, SourceRecord
from tracker.annotations.reference import ROWS
from tracker.annotations.schema import (
    FurtherQuote,
    LocalSpeaker,
    Part,
    ReadingHead,
    SourceHead,
    Statement,
    Tally,
)
from tracker.annotations.tables import written
from tracker.annotations.writing import Bare
from tracker.domain.amounts import MONEY, Amount, format_amount
from tracker.domain.codes import parse_path
from tracker.models.choices import CountryType

Document = dict[str, Any]

# Typed by the notation, and so written plain whatever a reader of YAML would make of them.
BARE = frozenset(
    (
        *("at", "number", "amount", "out_of", "credibility", "rate", "from", "characters"),
        *("when", "due", "said", "edtf", "published", "hold", "public", "anonymous"),
        *("latitude", "longitude"),
    )
)


def ordered(model: type[Part], values: Mapping[str, Any]) -> Document:
    """In the order of the notation, without what holds nothing."""
    found: Document = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        value = values.get(key)
        if value is None or value == "" or value == [] or value == {} or value is False:
            continue
        found[key] = _written(key, value)
    return found


def _written(key: str, value: Any) -> Any:
    if value is True:
        return Bare("true")
    if isinstance(value, int):
        return Bare(value)
    return Bare(value) if key in BARE and isinstance(value, str) else value


# --- Amounts --------------------------------------------------------------------------------


def amount_of(cells: Cells, prefix: str = "", metric: str = "") -> str:
    """The notation of bounds; empty where there is none."""
    low, high = cells.get(f"{prefix}low"), cells.get(f"{prefix}high")
    if low is None and high is None:
        return ""
    currency = cells.get(f"{prefix}currency", "")
    return format_amount(Amount(_bound(low), _bound(high), metric, currency))


def _bound(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# --- Statements and tallies -----------------------------------------------------------------


def statement_part(cells: Cells, countries: Sequence[str], quotes: Quotes) -> Document:
    """One statement; several countries of which the same is said stand in one list."""
    path = cells["contribution"].partition(":")[2]
    rest = path.partition("/")[2]
    values = dict(cells) | _shared(cells, quotes)
    values["of"] = f"{','.join(countries)}/{rest}"
    values["amount"] = amount_of(cells, metric=cells.get("metric", ""))
    if "converted_currency" in cells:
        values["converted"] = {
            "from": Bare(amount_of(cells, "converted_", MONEY)),
            **({"rate": Bare(cells["converted_rate"])} if "converted_rate" in cells else {}),
        }
    return ordered(Statement, values)


def tally_part(cells: Cells, quotes: Quotes) -> Document:
    measure = cells.get("metric", COUNTRIES)
    values = dict(cells) | _shared(cells, quotes)
    values["tally"] = measure
    values["amount"] = amount_of(cells, metric=MONEY if measure == MONEY else "")
    values["counts"] = in_order(cells.get("counts", {}))
    return ordered(Tally, values)


def _shared(cells: Cells, quotes: Quotes) -> Document:
    return {
        "bounds": cells.get("bounds_by"),
        "with": [_further(quotes[code]) for code in cells.get("with", ())],
        "number": None,
    }


Quotes = Mapping[str, QuoteRecord]


def _further(quote: QuoteRecord) -> Document:
    """The words and their place; what else is known of a quote stands with its own reading."""
    names = ("prefix", "suffix", "locator") if not quote.own else ()
    values = {name: quote.cells.get(name) for name in names}
    place = {"locator": quote.cells.get("locator")} if "start" not in quote.cells else {}
    return ordered(FurtherQuote, values | place | _words(quote.cells))


def _words(cells: Cells) -> Document:
    return {"quote": cells["exact"], "at": cells.get("start")}


def says_of(says: Iterable[Said], quotes: Quotes) -> list[Document]:
    """The says of one quote, countries gathered where nothing else differs."""
    found: list[Document] = []
    place = 1
    for group in _gathered(says):
        first = group[0]
        if first.model == "tally":
            part = tally_part(first.cells, quotes)
        else:
            countries = [_country(said) for said in group]
            part = statement_part(first.cells, countries, quotes)
        if first.number not in (None, place):
            part["number"] = Bare(first.number)
        found.append(part)
        place += len(group)
    return found


def _gathered(says: Iterable[Said]) -> list[list[Said]]:
    groups: list[list[Said]] = []
    for said in says:
        last = groups[-1][-1] if groups else None
        if last is not None and _goes_with(said, last, groups[-1]):
            groups[-1].append(said)
        else:
            groups.append([said])
    return groups


def _goes_with(said: Said, last: Said, group: Sequence[Said]) -> bool:
    """The same of another country, with the next number."""
    if said.model == "tally" or last.model == "tally" or _country(said) in map(_country, group):
        return False
    follows = said.effective == last.effective + 1
    return follows and _but_country(said.cells) == _but_country(last.cells)


def _country(said: Said) -> str:
    return parse_path(said.cells["contribution"].partition(":")[2]).country


def _but_country(cells: Cells) -> Cells:
    return {**cells, "contribution": cells["contribution"].partition("/")[2]}


# --- Sources --------------------------------------------------------------------------------


def document_of(source: SourceRecord) -> Document:
    """A whole source file."""
    readings = sorted(
        (quote for quote in source.quotes.values() if quote.own), key=reading_order
    )  # fmt: skip
    keys = {record.key: key for key, record in source.speakers.items()}
    return {
        "source": _head(source),
        "speakers": {key: _speaker(source.speakers[key].cells) for key in sorted(source.speakers)},
        "tables": written(source.cells.get("tables", ())),
        "readings": [_reading(quote, keys, source.quotes) for quote in readings],
    }


def reading_order(quote: QuoteRecord) -> tuple[Any, ...]:
    """By place in the text; where there is none by locator, numbers by their size."""
    cells = quote.cells
    parts = re.split("([0-9]+)", cells.get("locator", ""))
    natural = [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
    start = cells.get("start")
    return (start is None, start or 0, len(cells["exact"]), natural, quote.key)


def _head(source: SourceRecord) -> Document:
    cells = source.cells
    defaults = {"language": "en", "reliability": "F", "annotation": "done"}
    values = {k: v for k, v in cells.items() if defaults.get(k) != v}
    inferred = cells.get("published_inferred")
    published = Bare(cells["published"])
    values["id"] = source.key
    values["published"] = {"edtf": published, "inferred": inferred} if inferred else published
    if "text_sha256" in cells:
        values["text"] = {
            "sha256": cells["text_sha256"],
            "characters": Bare(cells["text_characters"]),
            **({"hold": Bare("true")} if cells.get("hold") else {}),
            **({"public": Bare("true")} if cells.get("text_is_public") else {}),
        }
    return ordered(SourceHead, values)


def _speaker(cells: Cells) -> Document:
    return ordered(LocalSpeaker, cells | {"of": cells.get("country")})


def _reading(quote: QuoteRecord, keys: Mapping[str, str], quotes: Quotes) -> Document:
    cells = quote.cells
    speaker = cells.get("speaker", "")
    usual = "indirect" if speaker else "narration"
    values = dict(cells) | _words(cells) | {"speaker": keys.get(speaker, speaker)}
    values["voice"] = cells["voice"] if cells["voice"] != usual else None
    reading = ordered(ReadingHead, values)
    says = says_of(quote.says, quotes)
    return reading | ({"says": says} if says else {})


# --- Reference rows -------------------------------------------------------------------------

_TYPES = {value: index for index, value in enumerate(CountryType.values)}


def rows_of(name: str, rows: Mapping[str, Cells]) -> list[Document]:
    """A reference list in its order: by code, countries by type first."""
    if name == "contributions":
        return [_contribution(key, rows[key]) for key in sorted(rows)]
    keys = sorted(rows, key=lambda key: (_TYPES.get(rows[key].get("type", ""), 0), key))
    return [
        ordered(ROWS[name], rows[key] | {"code": key, "of": rows[key].get("country")})
        for key in keys
    ]


def _contribution(key: str, cells: Cells) -> Document:
    coalition, _, path = key.partition(":")
    whole = cells.get("part_of", "").partition(":")[2]
    values = {"coalition": coalition, "path": path, "title": cells.get("title"), "part_of": whole}
    return ordered(ROWS["contributions"], values)


LIST_OF = {model: name for name, model in LISTS.items()}
