"""Why cells changed: the reasons that people gave, from the history and from withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from tracker.exports.releases.changes import Change, What
from tracker.fields import REGISTRIES
from tracker.models import Redirect

Record = tuple[str, str]  # table and code
BATCH = 5000


def explain(changes: list[Change], since: datetime) -> None:
    """Give each change its reason, and what was withdrawn or merged its successor.

    The reason is the record's own; else, of a contribution, that of its statements; else that of
    what the row names: a source that was retitled changes a column of its statements.
    """
    gone = {(each.table, each.code): each for each in changes if each.what is What.REMOVED}
    _find_redirects(gone)
    touched = [each for each in changes if each.what in (What.CHANGED, What.REMOVED)]
    own = _own_reasons(touched, since)
    said = _reasons_of_statements(changes, own)
    for change in touched:
        record = (change.table, change.code)
        change.reason = change.reason or "; ".join(
            own.get(record) or said.get(record) or _named(change, own)
        )


def _named(change: Change, own: dict[Record, list[str]]) -> list[str]:
    """Of the records that the row names."""
    return list(dict.fromkeys(reason for record in change.near for reason in own.get(record, ())))


def _find_redirects(gone: dict[Record, Change]) -> None:
    models = {registry.model._meta.model_name: name for name, registry in REGISTRIES.items()}
    redirects = Redirect.objects.values_list("model", "code", "because", "target", "reason")
    for model, code, because, target, reason in redirects.iterator():
        change = gone.get((models[model], code))
        if change is not None:
            change.what, change.successor, change.reason = What(because), target, reason


def _own_reasons(touched: Iterable[Change], since: datetime) -> dict[Record, list[str]]:
    """By record: the reasons given since the last release, the same ones once."""
    wanted: dict[str, set[str]] = {}
    for change in touched:
        for table, code in ((change.table, change.code), *change.near):
            wanted.setdefault(table, set()).add(code)
    found: dict[Record, list[str]] = {}
    for table, codes in wanted.items():
        for code, reason in _told(table, codes, since):
            reasons = found.setdefault((table, code), [])
            if reason not in reasons:
                reasons.append(reason)
    return found


def _told(table: str, codes: Iterable[str], since: datetime) -> Iterator[tuple[str, str]]:
    events = REGISTRIES[table].model.pgh_event_model._default_manager  # type: ignore[attr-defined]
    ordered = sorted(codes)
    for first in range(0, len(ordered), BATCH):
        rows = events.filter(
            code__in=ordered[first : first + BATCH],
            pgh_created_at__gt=since,
            pgh_label__in=("update", "delete"),
        )
        reasons = rows.order_by("pgh_id").values_list("code", "pgh_context__reason")
        yield from ((code, reason) for code, reason in reasons if reason)


def _reasons_of_statements(
    changes: Iterable[Change], own: dict[Record, list[str]]
) -> dict[Record, list[str]]:
    """By contribution: why what is said of it is another; each new statement is named."""
    found: dict[Record, list[str]] = {}
    for change in changes:
        if change.table != "statements":
            continue
        reasons = own.get((change.table, change.code)) or [change.reason]
        if change.what is What.ADDED:
            reasons = [f"new statement {change.code}"]
        for record in change.near:
            if record[0] == "contributions":
                known = found.setdefault(record, [])
                known += (each for each in reasons if each and each not in known)
    return found
