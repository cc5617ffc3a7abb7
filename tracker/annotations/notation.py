"""The notation of single values: how a text is read, and how JSON Schema describes it.

Every value of a fixture is text (``tree``); the types here give it its meaning, or refuse it with
what was expected and the nearest right value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tracker.annotations.tree import BOOLEANS
from tracker.domain import codes
from tracker.domain.amounts import MONEY, Amount, AmountError, parse_amount
from tracker.domain.codes import CodeError, Path, nearest
from tracker.domain.dates import DateError, parse_edtf
from tracker.domain.ladder import Word

LARGEST = 2**31 - 1
NORWAY = "If a program wrote it for Norway, write NO: here it is read as text."


def refuse(wrong: str, expected: str = "", near: str | None = "") -> PydanticCustomError:
    return PydanticCustomError(
        "mistake", "{wrong}", {"wrong": wrong, "expected": expected, "nearest": near or ""}
    )


@dataclass(frozen=True, slots=True, eq=False)
class Notation:
    """How one text is read; stands in an ``Annotated``. ``blank``: spaces alone are a text too."""

    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    blank: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.schema)

    def _read(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise refuse(f"A {_shape(value)} stands where one value is expected.")
        if not (value if self.blank else value.strip()):
            raise refuse("Nothing stands here.", "Write a value, or leave the key out.")
        if bad := _UNWRITABLE.search(value):
            raise refuse(f"U+{ord(bad[0]):04X} is in this text.", "Such a character is no text.")
        return self.read(value)


_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def _shape(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "list"


# --- Texts and codes ------------------------------------------------------------------------


def upto(longest: int = 0) -> Notation:
    """Any text, of a length that the record can keep."""

    def read(value: str) -> str:
        if longest and len(value) > longest:
            raise refuse(f"This is {len(value)} characters long.", f"At most {longest} are kept.")
        return value

    schema = {"type": "string", "minLength": 1} | ({"maxLength": longest} if longest else {})
    return Notation(read, schema)


def matching(pattern: str, noun: str, example: str, longest: int = 255) -> Notation:
    limit = upto(longest)

    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise refuse(f"{text!r} is no {noun}.", f"Right is {example}.")
        return str(limit.read(text))

    return Notation(read, {**limit.schema, "pattern": f"^{pattern}$", "examples": [example]})


def _country(text: str) -> str:
    if not re.fullmatch(codes.COUNTRY_CODE, text):
        raise _no_country(text)
    return text


def _no_country(text: str) -> PydanticCustomError:
    if _is_boolean(text):
        return refuse(f"{text!r} is no country's code.", NORWAY, "NO")
    mend = "A country's code is capitals and digits, such as FR, XK or IQ-KR."
    return refuse(f"{text!r} is no country's code.", mend)


def _is_boolean(text: str) -> bool:
    """What is left of NO where something read it as YAML 1.1 does and wrote it again."""
    return text.lower() in BOOLEANS and not text.isupper()


def _paths(text: str) -> list[Path]:
    countries = text.partition("/")[0]
    if _is_boolean(countries):
        raise _no_country(countries)
    return _said_by_domain(codes.expand, text)


def _said_by_domain(read: Callable[[str], Any], text: str) -> Any:
    """What the domain refuses, it refuses with a sentence of its own."""
    try:
        return read(text)
    except (AmountError, CodeError, DateError) as error:
        raise refuse(str(error)) from None


def _path(text: str) -> Path:
    return _said_by_domain(codes.parse_path, text)


def _statement_code(text: str) -> str:
    return str(_said_by_domain(codes.StatementCode.parse, text))


Text = Annotated[str, upto()]
Name = Annotated[str, upto(255)]
Exact = Annotated[str, Notation(str, {"type": "string", "minLength": 1}, blank=True)]
Slug = Annotated[str, matching(codes.SLUG, "slug", "voa-2015-11-23-ally-support")]
KindCode = Annotated[str, matching(codes.KIND_CODE, "kind's code", "deployment.naval")]
ShortSlug = Annotated[str, matching(codes.SLUG, "slug", "isil", 50)]
Locator = Annotated[str, matching(codes.LOCATOR, "locator", "p4", 100)]
Sha256 = Annotated[str, matching("[0-9a-f]{64}", "sha256 (64 hexadecimal digits)", "5490e9106711…")]
Url = Annotated[str, matching(r"https?://\S+", "web address", "https://example.org/article", 2000)]
Language = Annotated[str, matching("[a-z]{2,3}(?:-[A-Za-z0-9]+)*", "language (BCP 47)", "en")]
Alpha3 = Annotated[str, matching("[A-Z]{3}", "ISO 3166-1 alpha-3 code", "FRA")]
M49 = Annotated[str, matching("[0-9]{3}", "UN M49 code", "'250'")]
CountryCode = Annotated[
    str,
    Notation(
        _country,
        {"type": "string", "pattern": f"^{codes.COUNTRY_CODE}$", "examples": ["FR", "XK", "NO"]},
    ),
]
PathText = Annotated[
    Path,
    Notation(
        _path, {"type": "string", "pattern": f"^{codes.PATH}$", "examples": ["FR/airstrikes@syria"]}
    ),
]
PathsText = Annotated[
    list[Path],
    Notation(
        _paths,
        {
            "type": "string",
            "pattern": f"^{codes.PATH_LIST}$",
            "examples": ["FR/airstrikes@syria", "IT,PL,DK/equipment"],
        },
    ),
]
StatementCode = Annotated[
    str,
    Notation(
        _statement_code,
        {
            "type": "string",
            "pattern": f"^{codes.STATEMENT_CODE}$",
            "examples": ["voa-2015-11-23-ally-support:3919-3977:2"],
        },
    ),
]

# --- Words of a list ------------------------------------------------------------------------


def word(noun: str, words: Mapping[str, str]) -> Notation:
    """One of some words, each with its meaning."""

    def read(text: str) -> str:
        if text not in words:
            raise refuse(f"{text!r} is no {noun}.", one_of(words), nearest(text, words))
        return text

    choices = [{"const": word, "description": meaning} for word, meaning in words.items()]
    return Notation(read, {"type": "string", "oneOf": choices})


def one_of(words: Iterable[str]) -> str:
    return f"One of {', '.join(words)}."


def meanings(words: type[Word]) -> dict[str, str]:
    return {word.value: f"{word.label}. {word.meaning}." for word in words}


def labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    return {str(value): f"{label}." for value, label in choices if value != ""}


# --- Numbers --------------------------------------------------------------------------------


def whole(least: int = 0, most: int = LARGEST) -> Notation:
    def read(text: str) -> int:
        if not re.fullmatch("0|[1-9][0-9]{0,9}", text) or not least <= int(text) <= most:
            limits = f"{least} to {most}" if most < LARGEST else f"{least} or more"
            raise refuse(f"{text!r} is no whole number of {limits}.", "Digits alone: 3919.")
        return int(text)

    schema = {"type": "integer", "minimum": least} | ({"maximum": most} if most < LARGEST else {})
    return Notation(read, schema)


def number(integers: int, decimals: int, example: str, *, signed: bool = False) -> Notation:
    digits = rf"{'-?' if signed else ''}[0-9]{{1,{integers}}}(?:\.[0-9]{{1,{decimals}}})?"

    def read(text: str) -> Decimal:
        if not re.fullmatch(digits, text):
            most = f"at most {decimals} decimals"
            raise refuse(f"{text!r} is no number with {most}.", f"Right is {example}.")
        return Decimal(text)

    return Notation(read, {"type": ["number", "string"], "examples": [float(example)]})


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise refuse(f"{text!r} is neither true nor false.", "Write true, or leave the key out.")
    return text == "true"


Flag = Annotated[bool, Notation(_flag, {"type": "boolean"})]

# --- Amounts --------------------------------------------------------------------------------

_AMOUNTS = {
    "type": ["string", "number"],
    "examples": ["38 aircraft", "3.. targets", "3000..5000 personnel", "EUR 440 million"],
}
_COUNTS = {"type": ["string", "number"], "examples": [25, "21..23", "34.."]}


def _amount(text: str) -> Amount:
    amount = _counted(text)
    if not amount.metric:
        raise refuse(
            f"{text!r} says neither what it counts nor, if it is money, the currency.",
            f"A metric follows it ({text} aircraft), or a currency stands before it (EUR {text}).",
        )
    return amount


def _counted(text: str) -> Amount:
    amount: Amount = _said_by_domain(parse_amount, text)
    return amount


def _money(text: str) -> Amount:
    amount = _counted(text)
    if amount.metric != MONEY:
        raise refuse(f"{text!r} is no money.", "What it was converted from: GBP 10 million.")
    return amount


AmountText = Annotated[Amount, Notation(_amount, _AMOUNTS)]
CountText = Annotated[Amount, Notation(_counted, _COUNTS)]
MoneyText = Annotated[Amount, Notation(_money, {"type": "string", "examples": ["GBP 10 million"]})]

# --- Dates ----------------------------------------------------------------------------------


def _edtf(text: str) -> str:
    _said_by_domain(parse_edtf, text)
    return text


Edtf = Annotated[
    str,
    Notation(
        _edtf,
        {
            "type": ["string", "integer"],
            "examples": [
                "2015-11-23",
                "2015-11",
                "2015-11~",
                "2014-08-08/2015-11-23",
                "../2015-11",
            ],
        },
    ),
]


class Either:
    """A mapping, or one text that stands for its key ``edtf``."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def widen(value: Any) -> Any:
            return {"edtf": value} if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(widen, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [dict(Edtf.__metadata__[0].schema), handler(schema)]}  # type: ignore[attr-defined]
