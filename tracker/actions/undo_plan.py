"""What undoing an action would do, and what stands in its way: shown before it is done."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db.models import CASCADE, ManyToOneRel, Model

from tracker.actions.deeds import Deed, deeds_of, tracked
from tracker.actions.errors import NotAllowed
from tracker.actions.weight import PUBLISH, weighing
from tracker.models import Action, Quote, Source, Statement, Tally, Token

Row = tuple[type[Model], str]
UNDONE = "It was undone already: undo that instead."


@dataclass(frozen=True, slots=True)
class Undoing:
    """The plan. ``withdrawn`` was published by the action: that does not become unsaid.

    ``kept`` was added by it and stays, since something that was published rests on it. With
    ``over_edits`` what was added goes even if it was edited since, and its later parts with it.
    """

    action: Action
    over_edits: bool = False
    back: list[Deed] = field(default_factory=list)
    changed: list[Deed] = field(default_factory=list)
    withdrawn: list[Deed] = field(default_factory=list)
    removed: list[Deed] = field(default_factory=list)
    kept: list[Deed] = field(default_factory=list)
    in_the_way: list[str] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """Changes when the plan does: what was confirmed is what is done."""
        parts = (self.back, self.changed, self.withdrawn, self.removed, self.kept)
        told = [[(deed.name, deed.event_after) for deed in part] for part in parts]
        return hashlib.sha256(repr((told, self.in_the_way)).encode()).hexdigest()[:32]

    @property
    def deeds(self) -> list[Deed]:
        return [*self.back, *self.changed, *self.withdrawn, *self.removed]

    @property
    def edited(self) -> list[Deed]:
        """What goes although something was done with it since."""
        return [deed for deed in self.removed if deed.since is not None]


def plan_undo(action: Action, *, over_edits: bool = False, undoing: UUID | None = None) -> Undoing:
    """What taking an action back would do now; nothing is changed.

    ``undoing`` is the action that is about to do it, if there is one.
    """
    plan = Undoing(action, over_edits)
    if set(Action.objects.filter(undoes=action).values_list("pk", flat=True)) - {undoing}:
        plan.in_the_way.append(UNDONE)
        return plan
    deeds = deeds_of([action.pk])
    for deed in deeds:
        _sort_in(plan, deed)
    _keep_what_is_rested_on(plan)
    plan.in_the_way.extend(_in_the_way(plan, deeds))
    return plan


def _sort_in(plan: Undoing, deed: Deed) -> None:
    if deed.published:
        plan.withdrawn.append(deed)
    elif deed.before is None:
        plan.removed.append(deed)
    elif deed.after is None:
        plan.back.append(deed)
    else:
        plan.changed.append(deed)


# --- What was added and stays ---------------------------------------------------------------


def _keep_what_is_rested_on(plan: Undoing) -> None:
    """What was published stays as withdrawn, and so do the words and names it consists of."""
    added = {(deed.model, deed.key): deed for deed in plan.removed}
    parts: dict[Row, list[Row]] = defaultdict(list)
    for row, deed in added.items():
        for owner in _owners(deed):
            parts[owner].append(row)
    todo = [(deed.model, deed.key) for deed in plan.withdrawn]
    deeds = dict(zip(todo, plan.withdrawn, strict=True)) | added
    kept: set[Row] = set()
    while todo:
        row = todo.pop()
        for other in [*_targets(deeds[row]), *parts[row]]:
            if other in added and other not in kept:
                kept.add(other)
                todo.append(other)
    plan.kept.extend(added[row] for row in added if row in kept)
    plan.removed[:] = [deed for row, deed in added.items() if row not in kept]


def _targets(deed: Deed) -> Iterator[Row]:
    for column in _references(deed.model):
        value = (deed.after or {}).get(column.column)
        if value is not None:
            yield column.related_model, str(value)


def _owners(deed: Deed) -> Iterator[Row]:
    for column in _references(deed.model):
        if column.remote_field.on_delete is CASCADE:
            yield column.related_model, str((deed.after or {})[column.column])


def _references(model: type[Model]) -> list[Any]:
    return [column for column in model._meta.concrete_fields if column.is_relation]


# --- What stands in the way -----------------------------------------------------------------


def _in_the_way(plan: Undoing, deeds: Iterable[Deed]) -> Iterator[str]:
    nothing = True
    for deed in deeds:
        nothing = False
        if deed.model is Token:
            yield "A token is made and revoked on its own page, and never given back."
    if nothing:
        yield "It changed nothing that the history keeps."
    yield from _changed_since(plan, deeds)
    yield from _rests_on(plan)
    yield from _coded_by(plan)
    yield from _texts_lost(plan)


def _changed_since(plan: Undoing, deeds: Iterable[Deed]) -> Iterator[str]:
    """What was published since stays in any case: it may have been cited."""
    published = _published_since(plan)
    passed = {(deed.model, deed.key) for deed in plan.kept}
    if plan.over_edits:
        passed |= {(deed.model, deed.key) for deed in plan.edited}
    for deed in deeds:
        row = deed.model, deed.key
        if row in published:
            yield f"{deed.name} was published since: withdraw it, and say why."
        elif deed.since is not None and row not in passed:
            who = deed.since.get("username") or "somebody"
            yield f"{deed.name} was changed since, by {who}."


def _published_since(plan: Undoing) -> set[Row]:
    edited: dict[type[Model], list[str]] = defaultdict(list)
    for deed in plan.edited:
        if "published_at" in (deed.after or {}):
            edited[deed.model].append(deed.key)
    return {
        (model, str(key))
        for model, keys in edited.items()
        for key in model._default_manager.filter(pk__in=keys)
        .exclude(published_at=None)
        .values_list("pk", flat=True)
    }


def _rests_on(plan: Undoing) -> Iterator[str]:
    """Rows of later actions that refer to what would be removed."""
    removed: dict[type[Model], set[str]] = {model: set() for model in tracked()}
    for deed in plan.removed:
        removed[deed.model].add(deed.key)
    if plan.over_edits:
        _add_parts(removed)
    for model, keys in removed.items():
        for other, name in referring(model) if keys else ():
            yield from _referring(other, name, keys, removed[other])


def referring(model: type[Model]) -> Iterator[tuple[Any, str]]:
    """The models and columns that refer to a model, of those whose history is kept."""
    for relation in _relations(model):
        yield relation.related_model, relation.field.name


def _add_parts(removed: dict[type[Model], set[str]]) -> None:
    for model, keys in removed.items():
        for part, owner in parts_of(model) if keys else ():
            rows = part._default_manager.filter(**{f"{owner}__in": keys})
            removed[part] |= {str(key) for key in rows.values_list("pk", flat=True)}


def parts_of(model: type[Model]) -> list[tuple[Any, str]]:
    """Of those that refer to it, its parts: they go with it."""
    return [
        (relation.related_model, relation.field.name)
        for relation in _relations(model)
        if relation.on_delete is CASCADE
    ]


def _relations(model: type[Model]) -> Iterator[ManyToOneRel]:
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model in tracked():
            yield relation


def _referring(other: Any, name: str, keys: set[str], removed: set[str]) -> Iterator[str]:
    rows = other._default_manager.filter(**{f"{name}__in": keys}).order_by("pk")
    for row in rows.iterator():
        if str(row.pk) not in removed:
            yield f"{other._meta.verbose_name} {getattr(row, 'code', row.pk)} rests on it by now."


def _coded_by(plan: Undoing) -> Iterator[str]:
    """Rows of later actions whose codes begin with one that would become another again."""
    ours = {(deed.model, deed.key) for deed in plan.changed}
    quotes = {deed.key for deed in plan.changed if deed.model is Quote and "code" in deed.changed}
    for other in (Statement, Tally) if quotes else ():
        for row in other._default_manager.filter(quote__in=quotes):
            if (other, str(row.pk)) not in ours:
                yield f"{other._meta.verbose_name} {row.code} was read from it since."


def _texts_lost(plan: Undoing) -> Iterator[str]:
    """A deleted source comes back with its text only if another one holds the very same."""
    for deed in plan.back:
        if deed.had.get("text") and not text_of(deed).exists():
            yield f"{deed.name}: its text is kept nowhere any more."


def text_of(deed: Deed) -> Any:
    """The texts held that are a deleted source's."""
    digest = (deed.before or {}).get("text_sha256")
    return Source.objects.filter(text_sha256=digest, text__isnull=False).values_list("text")


# --- Who may --------------------------------------------------------------------------------


def may_undo(plan: Undoing, by: AbstractUser) -> None:
    """Whoever might do each part of it by hand. Redirects follow what they are of."""
    verbs = (("add", plan.back), ("change", plan.changed), ("delete", plan.removed))
    needed = {f"{verb}_{_label(deed)}" for verb, deeds in verbs for deed in deeds}
    needed |= {f"publish_{_label(deed)}" for deed in plan.withdrawn}
    needed |= {
        f"publish_{_label(deed)}"
        for deed in [*plan.back, *plan.changed]
        if (deed.before or {}).get("published_at")
    }
    if any(map(_weighs, plan.changed)):
        needed.add(PUBLISH)
    needed = {name for name in needed if not name.endswith("_redirect")}
    lacking = [name for name in sorted(needed) if not by.has_perm(f"tracker.{name}")]
    if lacking:
        verb, _, model = lacking[0].partition("_")
        raise NotAllowed(
            f"{by.get_username()} may not {verb} a {model}, and so not undo this: "
            f"a {'reviewer' if verb == 'publish' else 'person with that right'} may."
        )


def _weighs(deed: Deed) -> bool:
    """It would weigh anew what was published."""
    return bool(weighing(deed.model(pk=deed.key), deed.changed))


def _label(deed: Deed) -> str:
    return deed.model._meta.model_name or ""
