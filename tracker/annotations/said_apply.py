"""Statements and tallies of a plan, written: inserted as published, replaced, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from tracker.annotations import bulk
from tracker.annotations.columns import row_of
from tracker.annotations.ids import NEW, SAID, Ids
from tracker.annotations.matching import GONE
from tracker.annotations.plan import Action, Plan, Step
from tracker.annotations.reading import short_name
from tracker.annotations.shapes import SHAPES
from tracker.annotations.telling import Telling
from tracker.models import (
    Contribution,
    Redirect,
    Review,
    Statement,
    StatementQuote,
    TallyCountry,
    TallyQuote,
)

REFERENCES = ("denies", "corrects", "part_of")


class SaidApplier:
    """``review`` are the columns that say how far what is written has come, and by whom."""

    def __init__(
        self,
        plan: Plan,
        ids: Ids,
        review: Mapping[str, Any],
        user: User,
        now: datetime,
        telling: Telling,
    ) -> None:
        self.plan, self.ids, self.review = plan, ids, review
        self.user, self.now, self.telling = user, now, telling

    def run(self) -> None:
        for model in SAID:
            fresh = [step for step in self.plan.of(*NEW) if step.model == model]
            if fresh:
                self.insert(model, fresh)
            self.move([step for step in self.plan.of(Action.CHANGE) if step.model == model])
        self.withdraw(list(self.plan.of(Action.REPLACE, Action.WITHDRAW)))
        self.withdraw_unsupported()

    # --- Inserted ---------------------------------------------------------------------------

    def insert(self, model: str, steps: list[Step]) -> None:
        """Those that name others come last: a rule looks at what they name."""
        self.telling.phase(f"Writing {SHAPES[model].model._meta.verbose_name_plural}", len(steps))
        naming = [step for step in steps if any(name in step.cells for name in REFERENCES)]
        plain = [step for step in steps if not any(name in step.cells for name in REFERENCES)]
        for each in (plain, naming):
            rows = (self.row(model, step) for step in each)
            bulk.insert(SHAPES[model].model, rows, self.now, self.telling)
        bulk.insert(*self.further(model, steps), self.now)
        if model == "tally":
            bulk.insert(TallyCountry, self.countries(steps), self.now)

    def row(self, model: str, step: Step) -> dict[str, Any]:
        found = step.match
        assert found is not None  # noqa: S101
        code = step.new_code or step.key
        return {
            **row_of(SHAPES[model], step.cells, self.ids),
            "id": self.ids.of(model, code),
            "code": code,
            "quote_id": self.ids.of("quote", found.quote.key),
            "number": found.number,
            "position": step.position,
            **self.review,
        }

    def further(self, model: str, steps: Iterable[Step]) -> tuple[type[Any], list[dict[str, Any]]]:
        through = StatementQuote if model == "statement" else TallyQuote
        rows = [
            {
                f"{model}_id": self.ids.of(model, step.new_code or step.key),
                "quote_id": self.ids.of("quote", code),
                "position": position,
            }
            for step in steps
            for position, code in enumerate(step.cells.get("with", ()), start=1)
        ]
        return through, rows

    def countries(self, steps: Iterable[Step]) -> list[dict[str, Any]]:
        return [
            {
                "tally_id": self.ids.of("tally", step.new_code or step.key),
                "country_id": country,
                "excluded": name == "excludes",
            }
            for step in steps
            for name in ("names", "excludes")
            for country in step.cells.get(name, ())
        ]

    def move(self, steps: Iterable[Step]) -> None:
        by_model: dict[str, list[tuple[Any, dict[str, Any]]]] = {}
        for step in steps:
            by_model.setdefault(step.model, []).append((step.said.pk, {"position": step.position}))
        for model, rows in by_model.items():
            bulk.update(SHAPES[model].model, rows)

    # --- Withdrawn --------------------------------------------------------------------------

    def withdraw(self, steps: list[Step]) -> None:
        """What was replaced leads to its successor; what is gone leads nowhere."""
        for model in SAID:
            rows = [(step.said.pk, self.withdrawal(step)) for step in steps if step.model == model]
            self.relink(model, [step for step in steps if step.model == model])
            bulk.update(SHAPES[model].model, [(pk, row) for pk, row in rows if row])
        Redirect.objects.bulk_create(
            [
                Redirect(
                    model=step.model,
                    code=step.said.key,
                    because=Redirect.Because.WITHDRAWN,
                    target=step.new_code,
                    reason=step.said.reason or self.reason(step),
                )
                for step in steps
                if step.said.review in (Review.PUBLISHED, Review.WITHDRAWN)
            ],
            update_conflicts=True,
            unique_fields=["model", "code"],
            update_fields=["target"],
        )

    def withdrawal(self, step: Step) -> dict[str, Any]:
        successor = self.ids.of(step.model, step.new_code) if step.new_code else None
        if step.said.review == Review.WITHDRAWN:
            return {"successor_id": successor}
        if step.said.review != Review.PUBLISHED:
            return {}
        return {
            "review": Review.WITHDRAWN.value,
            "withdrawn_by_id": self.user.pk,
            "withdrawn_at": self.now,
            "withdrawal_reason": self.reason(step),
            "successor_id": successor,
        }

    def relink(self, model: str, steps: Iterable[Step]) -> None:
        """Where a draft was to succeed what is withdrawn: the file's reading does instead."""
        for step in steps:
            if step.said.review in (Review.DRAFT, Review.IN_REVIEW) and step.new_code:
                before = SHAPES[model].model._default_manager.filter(
                    successor=step.said.pk, review=Review.WITHDRAWN
                )
                before.update(successor=self.ids.of(model, step.new_code))

    def reason(self, step: Step) -> str:
        if step.action is Action.WITHDRAW:
            return GONE
        return f"changed in {short_name(step.place.file) if step.place else 'its file'}"

    def withdraw_unsupported(self) -> None:
        """A contribution of which nothing is said any more goes with the last word of it."""
        withdrawn = list(self.plan.of(Action.REPLACE, Action.WITHDRAW))
        pks = [step.said.pk for step in withdrawn if step.model == "statement"]
        held = Statement.objects.filter(pk__in=pks).values("contribution")
        alone = (
            Contribution.objects.published()
            .filter(pk__in=held)
            .exclude(statements__review=Review.PUBLISHED)
        )
        codes = list(alone.values_list("code", flat=True))
        reason = "nothing that is said of it stands"
        alone.update(
            review=Review.WITHDRAWN,
            withdrawn_by=self.user,
            withdrawn_at=self.now,
            withdrawal_reason=reason,
        )
        Redirect.objects.bulk_create(
            Redirect(
                model="contribution", code=code, because=Redirect.Because.WITHDRAWN, reason=reason
            )
            for code in codes
        )
