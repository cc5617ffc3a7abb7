"""Numbers in cells, as a block says that its columns write them; nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from tracker.annotations.table_dates import CellError
from tracker.annotations.table_notation import Number
from tracker.annotations.table_values import SCALE_WORDS
from tracker.domain.amounts import plain_number
from tracker.domain.bounds import told
from tracker.domain.words import bounds_of

_SPACES: Final = " \u00a0\u2007\u2009\u202f"
_SEPARATORS: Final = {"space": f"[{_SPACES}]", "'": "['\u2019]"}
_HINTS: Final = (
    (r"[0-9]{1,3}(?:,[0-9]{3})+", "thousands: ','"),
    (r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+", "thousands: ',', decimal: '.'"),
    (r"[0-9]{1,3}(?:\.[0-9]{3})+", "thousands: '.'"),
    (r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", "thousands: '.', decimal: ','"),
    (r"[0-9]{1,3}(?:['\u2019][0-9]{3})+", "thousands: ''''"),
    (rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+", "thousands: space"),
    (r"[0-9]+,[0-9]+", "decimal: ','"),
    (r"[^0-9]+[0-9][0-9.,]*", "ignore: ['{before}']"),
    (r"[0-9][0-9.,]*\s*[A-Za-z]+", "scale: {{{after}: {scale}}}"),
    (r"[0-9][0-9.,]*[^0-9]+", "ignore: ['{after}']"),
    (r"\D+[0-9][0-9.,]*\s*[A-Za-z]+", "ignore: ['{before}'], scale: {{{after}: {scale}}}"),
)


def read_number(cell: str, how: Number) -> str:
    """A number in the notation of amounts: ``1200``, and read as words ``450..550``.

    Raises :class:`CellError`.
    """
    if how.words:
        return _in_words(cell)
    digits, scale = _scaled(_without_signs(cell, how), how)
    point = how.point
    grouped = _SEPARATORS.get(how.thousands or "", re.escape(how.thousands or ""))
    whole = rf"[0-9]{{1,3}}(?:{grouped}[0-9]{{3}})+|[0-9]+" if grouped else "[0-9]+"
    match = re.fullmatch(rf"(?P<whole>{whole})(?:{re.escape(point)}(?P<decimals>[0-9]+))?", digits)
    if match is None:
        raise CellError(*_why_no_number(cell))
    if how.decimal is None and point == "." and _could_be_thousands(digits):
        raise CellError(
            f"{cell!r} may be {digits.replace('.', '')} or {digits.rstrip('0').rstrip('.')}",
            _which_point(how),
        )
    value = re.sub(r"\D", "", match["whole"]) + (
        f".{match['decimals']}" if match["decimals"] else ""
    )
    return plain_number(Decimal(value) * scale)


def _without_signs(cell: str, how: Number) -> str:
    rest = cell.strip()
    for sign in sorted(how.ignore, key=len, reverse=True):
        rest = rest.removeprefix(sign).removesuffix(sign).strip()
    return rest


def _scaled(text: str, how: Number) -> tuple[str, Decimal]:
    for letters in sorted(how.scale, key=len, reverse=True):
        if text.endswith(letters):
            return text.removesuffix(letters).rstrip(), SCALE_WORDS[how.scale[letters]]
    return text, Decimal(1)


def _could_be_thousands(digits: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits) is not None


def _which_point(how: Number) -> str:
    if how.thousands is None:
        return "Say which: `number: {thousands: '.'}` or `number: {decimal: '.'}`."
    return (
        "If the point is before decimals, add `decimal: '.'`; if it is between thousands, say in "
        "`values` what the cell stands for."
    )


def _in_words(cell: str) -> str:
    bounds = bounds_of(cell)
    if bounds is None:
        raise CellError(
            f"{cell!r} is no number in words that a rule reads",
            "Give it in `values`, such as {half a dozen: 6}, or list it in `no_value`.",
        )
    return told(bounds)


def _why_no_number(cell: str) -> tuple[str, str]:
    bare = cell.strip()
    if re.match(r"[-−–(]", bare):
        return f"{cell!r} is negative", "An amount is not; what grows less has `change: less`."
    if re.search(r"[0-9]\s*[-–—+]|[<>~≈]", bare):
        return f"{cell!r} is no one number", "Give its bounds in `values`: {'5-10': 5..10}."
    if re.fullmatch(r"[.,][0-9]+", bare):
        return (
            f"{cell!r} begins with its decimal sign",
            f"Say in `values`: {{'{bare}': 0.{bare[1:]}}}.",
        )
    if re.fullmatch(r"[A-Z]{3}|[$€£¥]", bare):
        code = bare if bare.isalpha() else "EUR"
        return (
            f"{cell!r} is no number",
            f"If it is the amount's currency, say so in `values`, such as {{{bare}: {code}}}.",
        )
    before, after = re.match(r"\D*", bare), re.search(r"[^0-9.,]*$", bare)
    signs = {
        "before": before[0].strip() if before else "",
        "after": after[0].strip() if after else "",
    }
    signs["scale"] = {"k": "thousand", "b": "billion"}.get(signs["after"][:1].lower(), "million")
    for shape, mend in _HINTS:
        if re.fullmatch(shape, bare):
            return f"{cell!r} is no plain number", f"`number: {{{mend.format(**signs)}}}` reads it."
    return (
        f"{cell!r} is no number",
        "List it in `no_value` if it says nothing, or in `values` what it stands for.",
    )
