"""The rules of the record that can be held against a file, with its lines.

The database holds them too; here each mistake is told where it was made, and all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tracker.annotations.mistakes import Report
from tracker.annotations.reading import Read, ReadQuote, SourceFile
from tracker.annotations.schema import Part, Statement, Tally
from tracker.annotations.tree import At
from tracker.domain.amounts import MONEY, Amount, format_amount, plain_number
from tracker.domain.bounds import (
    Misreading,
    is_english,
    misreading,
    not_standing,
    told,
)
from tracker.domain.dates import parse_edtf, promise_as_deed
from tracker.domain.words import Bounds, numbers_in

COUNTRIES = "countries"


def check_says(file: SourceFile, readings: Iterable[ReadQuote], report: Report) -> None:
    """Every statement and tally of a file, against the words it was read from."""
    english = is_english(file.head.language)
    for reading in readings:
        _check_numbers_of_quote(reading, report)
        for said in reading.says:
            texts = [reading.head.quote, *(further.quote for further in said.part.with_)]
            words = Words(texts, english, report, said.at)
            if isinstance(said.part, Statement):
                _check_statement(said.part, words)
                _check_promise(file, reading, said.part, words)
            else:
                _check_tally(said.part, words)
            _check_note(said.part, words)


class Words:
    """The words a statement rests on: its quote's, and those of its further quotes."""

    def __init__(self, texts: list[str], english: bool, report: Report, at: At) -> None:
        self.texts, self.english, self.report, self.at = texts, english, report, at

    def stand(self, words: str) -> bool:
        return any(words in text for text in self.texts)

    def numbers(self) -> set[Decimal]:
        return {value for text in self.texts for value, _ in numbers_in(text)}

    def read(self, given: Bounds, words: str | None) -> Misreading | None:
        return misreading(given, words or "", self.texts, english=self.english)

    def refuse(self, key: str, wrong: str, expected: str = "", nearest: str = "") -> None:
        self.report.add(self.at.place(key), wrong, expected, nearest)


# --- Statements -----------------------------------------------------------------------------


def _check_statement(part: Statement, words: Words) -> None:
    _check_standing(part, ("words", "when_words", "condition"), words)
    if part.status is None and part.note is None:
        words.refuse(
            "of", "Nothing says why there is no `status`.", "Give one, or say it in `note`."
        )
    if part.amount is None:
        _check_without_amount(part, words)
        return
    if part.amount.currency and part.amount.metric != MONEY:
        wrong = f"{part.amount.metric} have a currency."
        words.refuse("amount", wrong, "Money alone has one: EUR 440 million.")
    _check_bounds(part, part.amount, words)
    if part.converted:
        _check_converted(part, words)


def _check_standing(part: Part, keys: Iterable[str], words: Words) -> None:
    for key in keys:
        value = getattr(part, key)
        if value and not words.stand(value):
            words.refuse(
                key,
                f"{value!r} does not stand in the quote.",
                "Copy it from the quote, or name the further quote (`with`) it stands in.",
                _alike(value, words.texts),
            )


def _alike(value: str, texts: Iterable[str]) -> str:
    """The same words in another case, if the quote has them."""
    for text in texts:
        at = text.lower().find(value.lower())
        if at >= 0 and len(text.lower()) == len(text):
            return repr(text[at : at + len(value)])
    return ""


def _check_without_amount(part: Statement, words: Words) -> None:
    for key in ("per", "converted", "bounds"):
        if getattr(part, key) is not None:
            words.refuse(key, f"`{key}` speaks of an amount, and there is none.")
    found = words.read(Bounds(None, None), part.words) if part.words else None
    if found and found.meant:
        words.refuse("words", found.wrong, found.mend, told(found.meant))


def _check_converted(part: Statement, words: Words) -> None:
    if part.amount is None or part.converted is None:
        return
    if part.amount.metric != MONEY:
        words.refuse("converted", "Only money is converted.", "Leave it out.")
    given = Bounds(part.converted.from_.low, part.converted.from_.high)
    found = not_standing(given, words.texts) if part.bounds != "analyst" else None
    if found:
        words.refuse("converted", found.wrong, found.mend)


def _check_promise(file: SourceFile, reading: ReadQuote, part: Statement, words: Words) -> None:
    if not part.when or not part.status or "published" in file.broken:
        return
    said = reading.head.said or file.head.published.edtf
    if promise_as_deed(part.status, parse_edtf(part.when), parse_edtf(said)):
        words.refuse(
            "when",
            f"{part.status!r} is a deed, but {part.when} lies after {said}, when it was said.",
            "What has not happened yet is a promise: a prospective status, with `due`.",
        )


# --- Tallies --------------------------------------------------------------------------------


def _check_tally(part: Tally, words: Words) -> None:
    _check_standing(part, ("words", "when_words"), words)
    amount = part.amount
    if amount.metric not in ("", part.tally):
        wrong = f"The tally counts {part.tally}, the amount {amount.metric}."
        words.refuse("amount", wrong, "The amount needs no metric here: 25, 21..23, 34...")
    if part.tally == MONEY and not amount.currency:
        words.refuse("amount", "Money without a currency.", "EUR 440 million.")
    if part.tally != MONEY and amount.currency:
        words.refuse("amount", f"{part.tally} have no currency.", "Only `tally: money` has one.")
    _check_bounds(part, amount, words)
    _check_out_of(part, words)
    for country in sorted(set(part.names) & set(part.excludes)):
        words.refuse("excludes", f"{country} is named and left out.", "It is one of the two.")


def _check_out_of(part: Tally, words: Words) -> None:
    if part.out_of is None:
        return
    if part.amount.low is not None and part.amount.low > part.out_of:
        wrong = f"{plain_number(part.amount.low)} is more than the {part.out_of} it is out of."
        words.refuse("out_of", wrong)
    if part.bounds != "analyst" and Decimal(part.out_of) not in words.numbers():
        wrong = f"{part.out_of} does not stand in the quote."
        words.refuse("out_of", wrong, "Name the further quote (`with`) it stands in.")


# --- Numbers and words (semantics E10) ------------------------------------------------------


def _check_bounds(part: Statement | Tally, amount: Amount, words: Words) -> None:
    found = words.read(Bounds(amount.low, amount.high), part.words)
    if found is None or part.bounds == "analyst":
        return
    meant = ""
    if found.meant:
        bounds = (found.meant.low, found.meant.high)
        meant = format_amount(Amount(*bounds, amount.metric, amount.currency))
    words.refuse("words" if found.of_words else "amount", found.wrong, found.mend, meant)


# --- Both -----------------------------------------------------------------------------------


def _check_note(part: Statement | Tally, words: Words) -> None:
    if part.credibility == "5" and part.note is None:
        wrong = "Nothing says why it is improbable (credibility 5)."
        words.refuse("credibility", wrong, "Say it in `note`.")


def _check_numbers_of_quote(reading: ReadQuote, report: Report) -> None:
    """Numbers are identities: none is given twice in a quote."""
    seen: dict[int, int] = {}
    for at, number in _numbers(reading.says):
        if number in seen:
            report.add(
                at.place("number"),
                f"Number {number} is that of line {seen[number]} already.",
                "Where no `number` stands, the place in the list is the number.",
            )
        seen.setdefault(number, at.node.line)


def _numbers(says: Iterable[Read[Statement] | Read[Tally]]) -> Iterator[tuple[At, int]]:
    place = 1
    for said in says:
        count = len(said.part.of) if isinstance(said.part, Statement) else 1
        first = said.part.number or place
        yield from ((said.at, first + index) for index in range(count))
        place += count
