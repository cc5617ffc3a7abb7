"""A plan carried out: one transaction under the loader's account, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from tracker.actions import acting
from tracker.annotations import bulk
from tracker.annotations.columns import columns_of, drafted_by, published_by, row_of
from tracker.annotations.ids import SAID, Ids
from tracker.annotations.mistakes import Report
from tracker.annotations.plan import Action, Plan, Step
from tracker.annotations.planner import Wanted
from tracker.annotations.said_apply import SaidApplier
from tracker.annotations.shapes import SHAPES, Shape
from tracker.annotations.telling import Telling
from tracker.domain.codes import parse_path
from tracker.models import Coalition, Loaded, Member, Quote, Redirect, Review

LOADER = "loader"
ORDER = tuple(SHAPES)


class MovedOn(Exception):
    """Something was changed between the plan and its deed; nothing was loaded."""


def loader() -> User:
    """The account that loads: nobody can log in with it."""
    user, made = User.objects.get_or_create(username=LOADER, defaults={"is_active": False})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def apply_plan(
    plan: Plan,
    wanted: Wanted,
    *,
    reason: str,
    report: Report,
    telling: Telling,
    drafts_by: User | None = None,
) -> UUID:
    """Do what the plan says, as one action. Raises IntegrityError or MovedOn: nothing was done.

    What is made is published under the loader's account, or a draft of ``drafts_by``.
    """
    with transaction.atomic():
        user = drafts_by or loader()
        with acting(by=user, reason=reason) as key:
            applier = _Applier(plan, wanted, user, report, telling)
            if drafts_by is not None:
                applier.review = drafted_by(user)
            applier.run()
            if drafts_by is None:
                applier.remember()
    return key


class _Applier:
    def __init__(
        self, plan: Plan, wanted: Wanted, user: User, report: Report, telling: Telling
    ) -> None:
        self.plan, self.wanted, self.report, self.telling = plan, wanted, report, telling
        self.user, self.now = user, timezone.now()
        self.review = published_by(user, self.now)
        self.ids = Ids(plan)
        self.prefixes: dict[str, str] = {}
        self.by_model = plan.by_model()

    def run(self) -> None:
        self.lock()
        bulk.announce()
        for model in ORDER:
            if model in SAID:
                continue
            self.create(SHAPES[model])
            self.change(SHAPES[model])
        SaidApplier(self.plan, self.ids, self.review, self.user, self.now, self.telling).run()
        self.delete()
        Quote.objects.filter(pk__in=self.plan.just_checked).update(checked_on=self.now.date())
        self.telling.phase("Deriving states", 0)

    def lock(self) -> None:
        """Hold the rows that will change, and see that they are what the plan saw."""
        for model, steps in self.by_model.items():
            seen = {
                step.row.pk: step
                for step in steps
                if step.row is not None and step.action is not Action.KEEP
            }
            rows = SHAPES[model].model._default_manager.filter(pk__in=seen).order_by("pk")
            found = dict(rows.select_for_update().values_list("pk", "version"))
            for pk, step in seen.items():
                if step.row is not None and found.get(pk) != step.row.version:
                    raise MovedOn(
                        f"{step.key} was changed while its plan was made; nothing was loaded. "
                        "Load again to see the new plan."
                    )

    def steps(self, model: str, *actions: Action) -> list[Step]:
        return [step for step in self.by_model.get(model, ()) if step.action in actions]

    # --- Created ----------------------------------------------------------------------------

    def create(self, shape: Shape) -> None:
        if shape.name == "contribution":
            self.prefixes = dict(Coalition.objects.values_list("code", "code_prefix"))
        steps = self.steps(shape.name, Action.CREATE)
        if not steps:
            return
        self.telling.phase(f"Writing {shape.model._meta.verbose_name_plural}", len(steps))
        rows = (self.row(shape, step) for step in steps)
        bulk.insert(shape.model, rows, self.now, self.telling)
        if shape.name == "country":
            self.add_members((step.key, step.cells.get("members", ())) for step in steps)

    def row(self, shape: Shape, step: Step) -> dict[str, Any]:
        row = row_of(shape, step.cells, self.ids)
        if shape.own_key:
            return {"code": step.key, **row}
        row["id"] = self.ids.of(shape.name, step.key)
        if shape.name != "contribution":
            row["code"] = step.key
        return row | _MORE.get(shape.name, _nothing)(self, step)

    def quote(self, step: Step) -> dict[str, Any]:
        start = step.cells.get("start")
        checked = step.cells["source"] in self.wanted.checked
        return {
            "end": None if start is None else start + len(step.cells["exact"]),
            "checked_on": self.now.date() if checked else None,
        }

    def source(self, step: Step) -> dict[str, Any]:
        return {"text": self.wanted.texts.get(step.key) if step.cells.get("hold") else None}

    def contribution(self, step: Step) -> dict[str, Any]:
        coalition, _, text = step.key.partition(":")
        path = parse_path(text)
        return {
            "code": path.code(self.prefixes[coalition]),
            "coalition_id": coalition,
            "country_id": path.country,
            "kind_id": path.kind,
            "theatre_id": path.theatre or None,
            "name": path.name,
            "path": str(path),
            **self.review,
        }

    # --- Changed ----------------------------------------------------------------------------

    def change(self, shape: Shape) -> None:
        steps = self.steps(shape.name, Action.CHANGE)
        rows = [(step.row.pk, self.changed(shape, step)) for step in steps if step.row is not None]
        bulk.update(shape.model, [(pk, columns) for pk, columns in rows if columns])
        for step in steps:
            if "members" in step.changes:
                self.change_members(step)
        if shape.name == "contribution":
            self.publish([step for step in steps if "review" in step.changes])

    def changed(self, shape: Shape, step: Step) -> dict[str, Any]:
        """Members, a held text and the stage are no cells: each is changed by itself."""
        new = {name: after for name, (_, after) in step.changes.items()}
        row = columns_of(shape, new, self.ids)
        if "hold" in step.changes:
            row["text"] = self.wanted.texts.get(step.key) if step.changes["hold"][1] else None
        return row

    def publish(self, steps: Iterable[Step]) -> None:
        """Contributions that something published now speaks of; a draft's way is by review."""
        rows = SHAPES["contribution"].model._default_manager.filter(
            pk__in=[step.row.pk for step in steps if step.row is not None]
        )
        rows.filter(review=Review.DRAFT).update(review=Review.IN_REVIEW)
        columns = published_by(self.user, self.now)
        del columns["written_by_id"]
        rows.update(**columns)
        codes = rows.values_list("code", flat=True)
        Redirect.objects.filter(model="contribution", code__in=list(codes)).delete()

    # --- Members, deletions, memory ---------------------------------------------------------

    def add_members(self, members: Iterable[tuple[str, Iterable[str]]]) -> None:
        Member.objects.bulk_create(
            Member(organisation_id=organisation, country_id=country)
            for organisation, countries in members
            for country in countries
        )

    def change_members(self, step: Step) -> None:
        old, new = (set(each or ()) for each in step.changes["members"])
        Member.objects.filter(organisation=step.key, country__in=old - new).delete()
        self.add_members([(step.key, sorted(new - old))])

    def delete(self) -> None:
        """What nothing uses goes; what something uses stays, and is told."""
        for step in self.plan.of(Action.DELETE):
            record = SHAPES[step.model].model._default_manager.get(
                pk=step.row.pk if step.row else None
            )
            try:
                with transaction.atomic():
                    record.delete()
            except ProtectedError:
                self.report.remark(f"{step.model} {step.key} is still in use, and was kept.")

    def remember(self) -> None:
        by_model: dict[str, list[str]] = {}
        for model, key in self.plan.forgotten - self.plan.bases.keys():
            by_model.setdefault(model, []).append(key)
        for model, keys in by_model.items():
            Loaded.objects.filter(model=model, key__in=keys).delete()
        known = self.plan.standing.loaded
        rows: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        for (model, key), base in self.plan.bases.items():
            row = {"model": model, "key": key, "file": base.file, "cells": base.cells}
            rows[(model, key) in known].append(row)
        bulk.insert(Loaded, rows[False], self.now)
        Loaded.objects.bulk_create(
            [Loaded(**row) for row in rows[True]],
            update_conflicts=True,
            unique_fields=["model", "key"],
            update_fields=["file", "cells", "loaded_at"],
            batch_size=1000,
        )


def _nothing(_applier: _Applier, _step: Step) -> dict[str, Any]:
    return {}


_MORE: Mapping[str, Callable[[_Applier, Step], dict[str, Any]]] = {
    "quote": _Applier.quote,
    "source": _Applier.source,
    "contribution": _Applier.contribution,
}
