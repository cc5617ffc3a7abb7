"""Why cells changed: the reasons that people gave, from the history and from withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.exports.releases.changes import Change, What
from tracker.exports.releases.owners import Origin, origin_of
from tracker.fields import REGISTRIES
from tracker.models import Redirect

Record = tuple[str, str]  # table and code
BATCH = 5000
NOBODY: Record = ("", "")
OF_THE_WHOLE = "reckoned from the whole record"


def explain(changes: list[Change], since: datetime) -> None:
    """Give each change its reason, and what was withdrawn or merged its successor.

    A column that comes from another record has that record's: a source that was retitled changes
    a column of its statements. Any other has the record's own; else, of a contribution, that of its
    statements; else, for what is derived, that of what the row names.
    """
    gone = {(each.table, each.code): each for each in changes if each.what is What.REMOVED}
    _find_redirects(gone)
    touched = [each for each in changes if each.what in (What.CHANGED, What.REMOVED)]
    own = _own_reasons(touched, since)
    reasons = Reasons(own, _reasons_of_statements(changes, own), _columns_of(touched))
    for change in touched:
        change.reason = change.reason or "; ".join(reasons.of(change, change.column))


def _columns_of(changes: Iterable[Change]) -> dict[Record, set[str]]:
    found: dict[Record, set[str]] = {}
    for change in changes:
        found.setdefault((change.table, change.code), set()).add(change.column)
    return found


@dataclass(frozen=True, slots=True)
class Reasons:
    """What was given for each record; ``changed`` are the columns of each row that differ."""

    own: dict[Record, list[str]]
    said: dict[Record, list[str]]
    changed: dict[Record, set[str]]

    def of(self, change: Change, column: str) -> list[str]:
        record = (change.table, change.code)
        origin = origin_of(change.table, column) if column else Origin()
        if origin is None:
            return [OF_THE_WHOLE]
        theirs = [each for name in origin.names for each in self._of_named(change, name)]
        if not origin.own:
            return theirs
        own = self.own.get(record) or self.said.get(record)
        if origin.names:
            return list(dict.fromkeys([*(own or ()), *theirs]))
        return own or _named(change, self.own)

    def _of_named(self, change: Change, name: str) -> list[str]:
        """Of the record that a column names; if it names another now, why it does."""
        if name in self.changed[change.table, change.code]:
            return self.of(change, name)
        return self.own.get(change.near.get(name, NOBODY), [])


def _named(change: Change, own: dict[Record, list[str]]) -> list[str]:
    """Of the records that the row names."""
    return list(
        dict.fromkeys(reason for record in change.near.values() for reason in own.get(record, ()))
    )


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
        for table, code in ((change.table, change.code), *change.near.values()):
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
        for record in change.near.values():
            if record[0] == "contributions":
                known = found.setdefault(record, [])
                known += (each for each in reasons if each and each not in known)
    return found
