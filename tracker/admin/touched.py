"""What an action touched, row by row: read from its deeds, in the words of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import models
from django.urls import reverse

from tracker.actions.deeds import Deed, deeds_of
from tracker.admin.history import UNTOLD, Change, names_of, shown_in
from tracker.admin.labels import label_of
from tracker.models import Action, Token


def told_in_short(done: Iterable[Action]) -> dict[UUID, str]:
    """What each action did: in its own words, else by the first row it touched; one query."""
    actions = list(done)
    told = {action.pk: action.what for action in actions}
    unsaid = [key for key, what in told.items() if not what]
    for deed in reversed(deeds_of(unsaid, 1) if unsaid else []):
        told[deed.action] = f"{_verb(deed)} {deed.name}"
    return told


def _verb(deed: Deed) -> str:
    return "Add" if deed.before is None else "Delete" if deed.after is None else "Change"


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that an action touched, with a link to it if it is there."""

    name: str
    done: str
    url: str
    changes: list[Change]


def seen_of(deeds: Iterable[Deed], user: Any) -> list[Deed]:
    """The rows among them whose model this person may look at."""
    return [deed for deed in deeds if _may_see(deed, user)]


def _may_see(deed: Deed, user: Any) -> bool:
    """Of tokens each person sees their own."""
    name = str(deed.model._meta.model_name)
    if deed.model is Token:
        row = deed.after or deed.before or {}
        return user.has_perm("tracker.manage_token") or row.get("user_id") == user.pk
    return bool(user.has_perm(f"tracker.view_{name}"))


def touched_by(deeds: list[Deed], among: Iterable[Deed] = ()) -> list[Touched]:
    """What was done to each row, old value beside new; one query a model that is referred to.

    What is not there is called as it was ``among`` the deeds that took it away.
    """
    told = [(deed, list(_columns_of(deed))) for deed in deeds]
    names = names_of(
        (column, _told(row, column))
        for deed, columns in told
        for column in columns
        for row in (deed.before, deed.after)
    )
    names = _gone(among or deeds) | names
    return [_touched(deed, columns, names) for deed, columns in told]


def _gone(deeds: Iterable[Deed]) -> dict[tuple[Any, Any], str]:
    return {
        (deed.model, deed.model._meta.pk.to_python(deed.key)): str(deed.before["code"])
        for deed in deeds
        if deed.after is None and deed.before and "code" in deed.before
    }


def _columns_of(deed: Deed) -> Iterator[models.Field]:
    changed = set(deed.changed)
    for column in deed.model._meta.concrete_fields:
        if column.column in changed and column.name not in UNTOLD:
            yield column


def _touched(deed: Deed, columns: list[models.Field], names: dict[tuple[Any, Any], str]) -> Touched:
    done = "Added" if deed.before is None else "Deleted" if deed.after is None else "Changed"
    changes = [
        Change(
            label_of(deed.model, column.name),
            shown_in(_told(deed.before, column), column, names),
            shown_in(_told(deed.after, column), column, names),
        )
        for column in columns
    ]
    told = [change for change in changes if change.old or change.new]
    return Touched(deed.name, done, _address(deed), told)


def _told(row: dict[str, Any] | None, column: models.Field) -> Any:
    """A value as the model has it: the history tells it in the words of JSON."""
    value = (row or {}).get(str(column.column))
    if value is None or column.is_relation:
        return value
    return column.to_python(value)


def _address(deed: Deed) -> str:
    name = deed.model._meta.model_name
    if deed.after is None or not admin.site.is_registered(deed.model):
        return ""
    return reverse(f"admin:tracker_{name}_change", args=[quote(deed.key)])
