"""What every citable row has: a code, a version that rises with every change, and its times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Subquery, Value
from django.db.models.functions import Coalesce

from tracker.domain.amounts import currencies, why_no_currency
from tracker.domain.dates import DateError, parse_edtf
from tracker.models.rules import Rule

MONEY = "money"


class CodeField(models.CharField):
    """An identifier: collated "C", so that every server sorts and pages alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


def is_currency(code: str) -> None:
    """Raises ValidationError for what is no currency's code."""
    if code not in currencies():
        raise ValidationError(why_no_currency(code), code="currency")


class CurrencyField(models.CharField):
    """A currency, a former one too; to the database three letters."""

    default_validators = [is_currency]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class EdtfField(models.CharField):
    """A date as EDTF (ISO 8601-2, levels 0 and 1); empty where nothing is said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        try:
            if value:
                parse_edtf(value)
        except DateError as error:
            raise ValidationError(str(error)) from error


def bound_of(field: str, side: str) -> Any:
    """A generated column: the earliest or latest day of an EDTF column, by the database itself."""
    return models.GeneratedField(
        expression=Func(F(field), function=f"tracker_edtf_{side}"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


def search_of(first: str, second: str) -> Any:
    """A generated column: the words of two columns for full-text search, accents folded."""
    return models.GeneratedField(
        expression=Func(F(first), F(second), function="tracker_search"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class Versioned(models.Model):
    """``version`` is raised by the database at every change: ETag, stale-save check."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def where_named(table: str, *fields: str) -> list[models.Index]:
    """Indexes of foreign keys that may be empty: of those rows only that name something.

    Such a key is declared with ``db_index=False``.
    """
    return [
        models.Index(
            fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"{table}_{field}"
        )
        for field in fields
    ]


def by_change(table: str) -> models.Index:
    """The index of what changed last, and of what changed since."""
    return models.Index(fields=["updated_at", "code"], name=f"{table}_changed")


def there_is(rows: models.QuerySet[Any]) -> Coalesce:
    """Whether there is such a row, looked up for one outer row at a time, by index.

    Of an Exists, PostgreSQL may make a table of all such rows, and so read a million for a page.
    """
    found = rows.order_by().values(there=Value(value=True))[:1]
    return Coalesce(Subquery(found), Value(value=False), output_field=models.BooleanField())


def raise_version(table: str) -> Rule:
    """The rule that raises ``version`` whatever was written to it; a stale save cannot lower it."""
    return Rule(
        name=f"{table}_version",
        on="UPDATE",
        body="NEW.version := OLD.version + 1; NEW.updated_at := now();",
    )


def raises_version_of(table: str, owner: str, column: str, key: str = "id") -> list[Rule]:
    """The rules that a change of ``table``'s rows raises the version of what they are parts of."""
    rows = {
        "INSERT": "SELECT {0} FROM new_rows",
        "UPDATE": "SELECT {0} FROM new_rows UNION SELECT {0} FROM old_rows",
        "DELETE": "SELECT {0} FROM old_rows",
    }
    return [
        Rule(
            name=f"{table}_{event.lower()}_raises",
            on=event,
            statement=True,
            body=newer(owner, owners.format(column), key),
        )
        for event, owners in rows.items()
    ]


def newer(table: str, keys: str, key: str = "id") -> str:
    """SQL that raises versions, in the order of the keys: two sessions wait, and never deadlock."""
    return f"""
    UPDATE tracker_{table} SET updated_at = now() WHERE {key} IN (
        SELECT {key} FROM tracker_{table} WHERE {key} IN ({keys})
        ORDER BY {key} FOR NO KEY UPDATE);
    """


def one_of(table: str, field: str, values: Sequence[str], *, blank: bool = False) -> Any:
    """A CHECK that a column holds one of its words."""
    return models.CheckConstraint(
        name=f"{table}_{field}_value",
        condition=Q(**{f"{field}__in": [*values, ""] if blank else list(values)}),
        violation_error_code=f"field:{field}",
        violation_error_message=f"{field} is one of: {', '.join(values)}.",
    )


def frozen_code(table: str, column: str = "code", when: str = "", *, merges: bool = False) -> Rule:
    """The rule that a code never changes (once ``when`` holds of the old row).

    With ``merges`` it may follow what it is part of into a merge, where a redirect leads from it.
    """
    changed = f'OLD."{column}" IS DISTINCT FROM NEW."{column}"'
    name = f"{table}_{column.removesuffix('_id')}_frozen"
    refuse = f"""
    PERFORM tracker_refuse('{name}',
        format('%s cannot become %s: what may have been cited stays.',
            OLD."{column}", NEW."{column}"),
        'Make a new record, and merge or withdraw this one.');
    """
    unless = f"""
    IF NOT tracker_merged('{table}', OLD.code, NEW.code)
            AND NOT tracker_restores('{table}', OLD.id::text, to_jsonb(NEW)) THEN
        {refuse}
    END IF;
    """
    return Rule(
        name=name,
        on=f'UPDATE OF "{column}"',
        when=f"{changed} AND {when}" if when else changed,
        body=unless if merges else refuse,
        field=column.removesuffix("_id"),
    )


def never_rewritten(table: str, when: str) -> Rule:
    """The rule that a row stays as it is once ``when`` holds of it."""
    return Rule(
        name=f"{table}_never_rewritten",
        on="UPDATE OR DELETE",
        when=when,
        body=f"""
        PERFORM tracker_refuse('{table}_never_rewritten',
            format('%s is complete and cannot be changed.', OLD.code), 'Make a new one.');
        """,
    )
