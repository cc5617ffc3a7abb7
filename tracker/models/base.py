"""What every citable row has: a code, a version that rises with every change, and its times."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func

from tracker.domain.dates import DateError, parse_edtf
from tracker.models.rules import Rule

MONEY = "money"
NOT_TRACKED = ["version", "updated_at"]


class CodeField(models.CharField):
    """An identifier: collated "C", so that every server sorts and pages alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


class EdtfField(models.CharField):
    """A date as EDTF (ISO 8601-2, levels 0 and 1); empty where nothing is said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        from django.core.exceptions import ValidationError

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


def search_of(*fields: str) -> Any:
    """A generated column: the words of these columns for full-text search, accents folded."""
    return models.GeneratedField(
        expression=Func(*(F(field) for field in fields), function="tracker_search"),
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


def raise_version(table: str) -> Rule:
    """The rule that raises ``version`` whatever was written to it; a stale save cannot lower it."""
    return Rule(
        name=f"{table}_version",
        on="UPDATE",
        body="NEW.version := OLD.version + 1; NEW.updated_at := now();",
    )


def frozen_code(table: str, column: str = "code", when: str = "") -> Rule:
    """The rule that a code never changes (once ``when`` holds of the old row)."""
    changed = f'OLD."{column}" IS DISTINCT FROM NEW."{column}"'
    return Rule(
        name=f"{table}_{column}_frozen",
        on=f'UPDATE OF "{column}"',
        when=f"{changed} AND {when}" if when else changed,
        body=f"""
        PERFORM tracker_refuse('{table}_{column}_frozen',
            format('%s cannot become %s: a code that may have been cited stays.',
                OLD."{column}", NEW."{column}"),
            'Make a new record, and merge or withdraw this one.');
        """,
        field=column,
    )


def history(*exclude: str) -> Any:
    """Every insert, change and delete of the model goes to its event table, bulk and raw alike."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[*NOT_TRACKED, *exclude],
        append_only=True,
    )
