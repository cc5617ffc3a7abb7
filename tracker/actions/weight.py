"""Who says it, and how: columns by which what is published is weighed, and who may change them.

The stake of a published statement follows from its speaker, its origin and its day from its quote.
So under what was published they are a reviewer's to change, as what is published is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from tracker.actions.errors import NotAllowed
from tracker.models import Quote, Speaker

WEIGHING: dict[type[Model], tuple[str, ...]] = {
    Quote: ("speaker", "voice", "said", "relayed", "occasion"),
    Speaker: ("role", "country", "anonymous"),
}
PUBLISH = "publish_statement"  # the right it takes


def is_weighed(record: Any) -> bool:
    """Something that was published rests on this quote, or on words of this speaker."""
    if isinstance(record, Speaker):
        return Quote.objects.public().filter(speaker=record.pk).exists()
    return isinstance(record, Quote) and Quote.objects.public().filter(pk=record.pk).exists()


def weighing(record: Any, changed: Collection[str]) -> list[str]:
    """Of these columns, those that change how something published is weighed."""
    columns = [
        name
        for name in WEIGHING.get(type(record), ())
        if name in changed or record._meta.get_field(name).attname in changed
    ]
    return columns if columns and is_weighed(record) else []


def may_weigh(record: Any, by: Any) -> bool:
    return by.has_perm(f"tracker.{PUBLISH}") or not is_weighed(record)


def check_weight(record: Any, now: Any, by: AbstractBaseUser) -> None:
    """NotAllowed where it would weigh what is published anew, and ``by`` may not publish."""
    columns = [record._meta.get_field(name) for name in WEIGHING.get(type(record), ())]
    changed = [
        column.name
        for column in columns
        if getattr(record, column.attname) != getattr(now, column.attname)
    ]
    refuse_weight(record, changed, by)


def refuse_weight(record: Any, changed: Collection[str], by: Any) -> None:
    if not changed or by.has_perm(f"tracker.{PUBLISH}"):
        return
    if columns := weighing(record, changed):
        raise NotAllowed(
            f"{by.get_username()} may not change {', '.join(columns)} of {record.code}: something "
            "published rests on it, and is weighed by that. A reviewer may."
        )
