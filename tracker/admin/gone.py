"""What was deleted or merged while somebody typed: who did it, and their words as a new record."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from tracker.admin.history import who_of
from tracker.models import Redirect

# Keys of its parts, and of itself in them.
OF_OLD_ROWS = re.compile(r"-\d+-(id|organisation|statement|tally)$|^(opened|seen)$")
ANEW = "Nothing was saved. Here is what you typed: saved, it becomes a new record."


def told_gone(model: Any, object_id: str) -> str:
    """Who deleted the record, why, what stands in its place; empty where there never was one."""
    line = _last_line(model, object_id)
    if line is None:
        return ""
    context = line.pgh_context or {}
    why = f" ({context['reason']})" if context.get("reason") else ""
    done = f"This {model._meta.verbose_name} was deleted meanwhile by {who_of(context)}{why}."
    return " ".join(filter(None, (done, _in_its_place(model, line), ANEW)))


def as_new(sent: QueryDict) -> QueryDict:
    """What was typed, without the keys of rows that are gone too."""
    typed = sent.copy()
    for name in sent:
        if OF_OLD_ROWS.search(name):
            del typed[name]
        elif name.endswith("-INITIAL_FORMS"):
            typed[name] = "0"
    return typed


def _last_line(model: Any, object_id: str) -> Any:
    try:
        key = model._meta.pk.to_python(object_id)
    except ValidationError:
        return None
    lines = model.pgh_event_model.objects.filter(pgh_obj_id=key, pgh_label="delete")
    return lines.order_by("-pgh_id").first()


def _in_its_place(model: Any, line: Any) -> str:
    left = Redirect.objects.left(model, getattr(line, "code", ""))
    return f"{left.target} stands in its place." if left is not None and left.target else ""
