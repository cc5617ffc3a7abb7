"""The rules of the record that can be held against a file, with its lines.

The database holds them too; here each mistake is told where it was made, and all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tracker.annotations.mistakes import Report
from tracker.annotations.notation import plain_number
from tracker.annotations.reading import Read, ReadQuote, SourceFile
from tracker.annotations.schema import Part, Statement, Tally
from tracker.annotations.tree import At
from tracker.domain.amounts import MONEY, Amount, format_amount
from tracker.domain.dates import parse_edtf, promise_as_deed
from tracker.domain.words import BARE_PLURAL, Bounds, bounds_of, numbers_in

COUNTRIES = "countries"
ENGLISH = ("en",)


def check_says(file: SourceFile, readings: Iterable[ReadQuote], report: Report) -> None:
    """Every statement and tally of a file, against the words it was read from."""
    english = file.head.language.split("-")[0] in ENGLISH
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

    def force(self, words: str) -> Bounds | None:
        """The bounds that a number's words force; other languages than English only by digits."""
        if self.english or words.replace(",", "").isdigit():
            return bounds_of(words)
        return None

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
    forced = words.force(part.words) if part.words else None
    if forced is not None:
        wrong = f"{part.words!r} is a number, and there is no `amount`."
        words.refuse("words", wrong, "Say what it counts: 38 aircraft.", _range(forced))


def _check_converted(part: Statement, words: Words) -> None:
    if part.amount is None or part.converted is None:
        return
    if part.amount.metric != MONEY:
        words.refuse("converted", "Only money is converted.", "Leave it out.")
    if part.bounds != "analyst":
        _check_digits(part.converted.from_, "converted", words)


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
    if part.bounds == "analyst":
        return
    if part.words is None:
        _check_digits(amount, "amount", words)
        return
    forced = words.force(part.words)
    given = Bounds(amount.low, amount.high)
    if forced is None:
        if given != BARE_PLURAL or numbers_in(part.words):
            wrong = f"No rule makes {_range(given)} of {part.words!r}."
            words.refuse("words", wrong, "Bounds that no words force are marked: bounds: analyst.")
    elif forced != given:
        meant = format_amount(Amount(forced.low, forced.high, amount.metric, amount.currency))
        wrong = f"{part.words!r} is {_range(forced)}, not {_range(given)}."
        words.refuse("amount", wrong, "Or mark the bounds: bounds: analyst.", meant)


def _check_digits(amount: Amount, key: str, words: Words) -> None:
    """Without words of its own, the number itself stands in the quote."""
    if amount.low is None or amount.low != amount.high:
        words.refuse(
            key,
            "A range or an open end needs the words it was read from.",
            "Add `words`, or mark the bounds: bounds: analyst.",
        )
        return
    there = words.numbers()
    if amount.low not in there:
        found = ", ".join(plain_number(value) for value in sorted(there))
        words.refuse(
            key,
            f"{plain_number(amount.low)} does not stand in the quote"
            f"{f', which has {found}' if found else ''}.",
            "Give the number's `words`, or mark the bounds: bounds: analyst.",
        )


def _range(bounds: Bounds) -> str:
    low, high = ("" if b is None else plain_number(b) for b in (bounds.low, bounds.high))
    return low if low == high else f"{low}..{high}"


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
