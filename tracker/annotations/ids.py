"""From keys to ids: of what stands, and of what is about to."""

from __future__ import annotations

from typing import Any

from tracker.annotations import bulk
from tracker.annotations.plan import Action, Plan, Step
from tracker.annotations.shapes import SHAPES

SAID = ("statement", "tally")
NEW = (Action.CREATE, Action.REPLACE)


class Ids:
    """Ids of new records are taken at once, so that records can name each other in any order."""

    def __init__(self, plan: Plan) -> None:
        self.found: dict[tuple[str, str], Any] = {}
        for model, rows in plan.standing.rows.items():
            if model != "contribution" or rows:
                self.found.update({(model, key): row.pk for key, row in rows.items()})
        for model, steps in plan.by_model(Action.CREATE).items():
            if model not in SAID and not SHAPES[model].own_key:
                self._take(model, steps)
        self._take_said(plan)

    def of(self, model: str, key: str) -> Any:
        """The id of a record, or of what stands in its place after the load."""
        if SHAPES[model].own_key:
            return key
        if (model, key) not in self.found:
            found = SHAPES[model].model._default_manager.filter(code=key)
            self.found[model, key] = found.values_list("pk", flat=True).get()
        return self.found[model, key]

    def _take(self, model: str, steps: list[Step]) -> None:
        ids = bulk.new_ids(SHAPES[model].model, len(steps))
        for step, pk in zip(steps, ids, strict=True):
            self.found[model, step.new_code or step.key] = pk

    def _take_said(self, plan: Plan) -> None:
        for slot in plan.slots:
            for row in slot.members:
                self.found[row.model, row.key] = slot.row.pk
        for model, steps in plan.by_model(*NEW).items():
            if model in SAID:
                self._take(model, steps)
        for step in plan.of(Action.REPLACE):
            for row in step.slot.members if step.slot else ():
                self.found[row.model, row.key] = self.found[step.model, step.new_code]
        for step in plan.steps:
            found = step.match
            if found is not None:
                code = f"{found.quote.key}:{found.said.effective}"
                here = self.found[step.model, step.new_code or step.key]
                self.found.setdefault((step.model, code), here)
