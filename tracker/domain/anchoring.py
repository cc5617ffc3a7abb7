"""Quotes and the text they stand in: where the words are, and where they nearly are.

Offsets are 0-based code points, as Python counts them; ends are exclusive.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from tracker.domain.alike import brief, differences, nearest_stretch, one_line

SHOWN_PLACES: Final = 5
SHOWN_AROUND: Final = 20


class AnchorError(ValueError):
    """Words that do not stand where they should; the message names the nearest right place."""


class TextError(ValueError):
    """Bytes that are not a text as texts are kept; the message names the first bad line."""


# --- Texts ----------------------------------------------------------------------------------


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check_text(content: bytes) -> str:
    """The text of a file: UTF-8 without byte order mark, LF, no NUL (J1). Raises TextError.

    Nothing is mended silently: another byte is another hash, and other offsets.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        raise TextError("Line 1 begins with a byte order mark; save as UTF-8 without one.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TextError("Line 1 begins as UTF-16 does; save as UTF-8 without byte order mark.")
    bad = re.search(rb"\r\n|\r|\x00", content)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        if bad is None or error.start < bad.start():
            where = f"Line {_line(content, error.start)}, byte {content[error.start]:#04x}"
            raise TextError(f"{where}: this is not UTF-8; convert the file to it.") from None
    if bad is not None:
        what, mend = _CONTROLS[bad[0]]
        raise TextError(f"Line {_line(content, bad.start())} {what}; {mend}.")
    return text


_CONTROLS = {
    b"\r\n": ("ends in CR LF, as on Windows", "save with LF line ends"),
    b"\r": ("holds a CR", "save with LF line ends"),
    b"\x00": ("holds a NUL character", "remove it, and say so in the note on the text"),
}


def _line(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1


# --- Exact places ---------------------------------------------------------------------------


def occurrences(text: str, exact: str) -> list[int]:
    """Every place where the words stand, overlapping ones too."""
    found: list[int] = []
    at = text.find(exact) if exact else -1
    while at >= 0:
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def locate(text: str, exact: str, prefix: str = "", suffix: str = "") -> int:
    """The one place where the words stand between prefix and suffix. Raises AnchorError."""
    places = _places(text, exact)
    fitting = [at for at in places if _stands_between(text, exact, at, prefix, suffix)]
    if len(fitting) == 1:
        return fitting[0]
    shown = _surroundings(text, exact, fitting or places)
    if fitting:
        longer = "a longer" if prefix or suffix else "a"
        raise AnchorError(
            f"“{brief(exact)}” stands at {len(fitting)} places: {shown}. "
            f"Give {longer} prefix or suffix that only the right one has."
        )
    raise AnchorError(
        f"“{brief(exact)}” stands nowhere between prefix “{prefix}” and suffix “{suffix}”, "
        f"but here: {shown}. Copy prefix and suffix from just before and just after."
    )


def check(text: str, exact: str, start: int) -> None:
    """Whether the words stand at an offset. Raises AnchorError with the nearest place where."""
    if start >= 0 and exact and text.startswith(exact, start):
        return
    places = _places(text, exact)
    unit = _other_unit(text, places, start)
    if unit:
        raise AnchorError(f"“{brief(exact)}”: {unit}")
    near = min(places, key=lambda at: abs(at - start))
    others = f" (the nearest of {len(places)} places)" if len(places) > 1 else ""
    raise AnchorError(f"“{brief(exact)}”: the words stand at {near}, not {start}{others}.")


def _places(text: str, exact: str) -> list[int]:
    if not exact:
        raise AnchorError("The quote is empty; copy the words from the text.")
    places = occurrences(text, exact)
    if not places:
        raise _missing(text, exact)
    return places


def _stands_between(text: str, exact: str, at: int, prefix: str, suffix: str) -> bool:
    return text.endswith(prefix, 0, at) and text.startswith(suffix, at + len(exact))


def _other_unit(text: str, places: list[int], start: int) -> str:
    """The sentence for an offset that counts something else than code points."""
    for unit, encoding, width in (("bytes", "utf-8", 1), ("UTF-16 units", "utf-16-le", 2)):
        before = text.encode(encoding, "surrogatepass")[: max(start, 0) * width]
        at = len(before.decode(encoding, "ignore"))
        if at in places and at != start:
            return f"{start} counts {unit}; in code points, which are wanted, it is {at}."
    return ""


def _surroundings(text: str, exact: str, places: list[int]) -> str:
    shown = []
    for at in places[:SHOWN_PLACES]:
        before = text[max(0, at - SHOWN_AROUND) : at]
        after = text[at + len(exact) : at + len(exact) + SHOWN_AROUND]
        shown.append(f"{at} (…{one_line(before)}[…]{one_line(after)}…)")
    more = f" and {len(places) - SHOWN_PLACES} more" if len(places) > SHOWN_PLACES else ""
    return ", ".join(shown) + more


def _missing(text: str, exact: str) -> AnchorError:
    place = nearest_stretch(text, exact)
    if place is None:
        return AnchorError(
            f"“{brief(exact)}” does not stand in the text, nor do words like these; "
            "is it the right text?"
        )
    start, end = place
    there = text[start:end]
    return AnchorError(
        f"“{brief(exact)}” does not stand in the text. Nearest is, at {start}, "
        f"“{brief(there)}”: {differences(there, exact)}. Copy the words to the character."
    )
