"""SQL that Django has no expression for: rows as JSON, days and numbers as programmes read them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DecimalField,
    Func,
    JSONField,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Left

from tracker.domain.formulas import APOSTROPHE, STARTS

MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


class RowJSON(Func):
    """One row as a JSON object, written by PostgreSQL; ``json_build_object`` ends at 50 keys.

    Names come from a registry, never from a request.
    """

    output_field = JSONField()

    def __init__(self, columns: dict[str, Combinable], **extra: Any) -> None:
        self.names = tuple(columns)
        super().__init__(*columns.values(), **extra)

    def as_sql(
        self, compiler: Any, connection: Any, *_: Any, **__: Any
    ) -> tuple[str, tuple[Any, ...]]:
        written: list[str] = []
        params: list[Any] = []
        for name, source in zip(self.names, self.get_source_expressions(), strict=True):
            sql, more = compiler.compile(source)
            written.append(f"{sql} AS {connection.ops.quote_name(name)}")
            params += more
        columns = ", ".join(written)
        return f"(SELECT row_to_json(r) FROM (SELECT {columns}) AS r)", tuple(params)  # noqa: S608


class JSONText(Func):
    """JSON as the characters to be sent, neither parsed nor written again."""

    template = "(%(expressions)s)::text"
    output_field = TextField()


def records_text(expression: Combinable) -> Combinable:
    """Several objects as one cell of a table: the text of their JSON."""
    return JSONText(Func(expression, function="array_to_json", output_field=JSONField()))


class Text(Func):
    """Columns and values as one text, NULL as none; Django's Concat wants them of one type."""

    function = "concat"
    output_field = TextField()


class SiteAddress(Value):
    """What comes before the path of each page of this site, as settings say when it is asked."""

    def __init__(self) -> None:
        super().__init__("", output_field=TextField())

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        return Value(settings.SITE_ADDRESS, self.output_field).as_sql(*args, **kwargs)


class TrimScale(Func):
    """A number without the zeros that its column adds: 38, not 38.0000."""

    function = "trim_scale"


class Joined(Func):
    """An array as one cell of a table: ``FR; DE``."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, '; ')"
    output_field = TextField()


def text_if(*whens: When, default: Any = "") -> Case:
    """The text of the first condition that holds."""
    other = Value(default) if isinstance(default, str) else default
    return Case(*whens, default=other, output_field=TextField())


def empty_is_null(expression: Combinable) -> Combinable:
    """Nothing said is null in JSON and an empty cell in a table, whatever the column holds."""
    return Func(expression, Value(""), function="nullif", output_field=TextField())


def moment(expression: Combinable) -> Combinable:
    """A time as ISO 8601 in UTC, to the microsecond, so that it can be asked for again."""
    return Func(
        expression,
        Value(MOMENT),
        template="to_char((%(expressions)s)",
        arg_joiner=") AT TIME ZONE 'UTC', ",
        function="",
        output_field=CharField(),
    )


def true_false(expression: Combinable) -> Combinable:
    return Cast(expression, TextField())


def defused(expression: Any) -> Combinable:
    """:func:`tracker.domain.formulas.defuse` in SQL."""
    bare = Func(expression, Value(APOSTROPHE), function="ltrim", output_field=TextField())
    return Case(
        When(
            condition=_in(Left(bare, 1), [Value(start) for start in STARTS]),
            then=Func(
                Value(APOSTROPHE), expression, arg_joiner=" || ", template="(%(expressions)s)"
            ),
        ),
        default=expression,
        output_field=TextField(),
    )


def _in(expression: Any, values: list[Value]) -> Combinable:
    listed = Func(*values, template="(%(expressions)s)", output_field=ArrayField(TextField()))
    return Func(
        expression,
        listed,
        template="%(expressions)s",
        arg_joiner=" IN ",
        output_field=BooleanField(),
    )


def infinity(type_: str, sign: str = "") -> Func:
    """What comes after (or, with "-", before) all others: where a row without a value is sorted."""
    output = DateField() if type_ == "date" else DecimalField()
    return Func(template=f"'{sign}infinity'::{type_}", output_field=output)
