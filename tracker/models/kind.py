"""What a contribution is for (line of effort) and what form it has (kind)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Func, Q, Value

from tracker.domain.codes import KIND_CODE, SLUG
from tracker.models.base import CodeField, Versioned, frozen_code, raise_version
from tracker.models.circles import no_circle
from tracker.models.history import guarded, history

# A dotted code without its last part.
ABOVE = Func(
    F("code"),
    Value(r"\.[^.]*$"),
    Value(""),
    function="regexp_replace",
    output_field=models.CharField(),
)


@history()
class LineOfEffort(Versioned):
    code = CodeField(primary_key=True)
    name = models.CharField(max_length=255, unique=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "lines of effort"
        constraints = [
            models.CheckConstraint(
                name="lineofeffort_code_format",
                condition=Q(code__regex=f"^{SLUG}$"),
                violation_error_code="field:code",
                violation_error_message="A line of effort's code is a slug: counter-finance.",
            ),
            frozen_code("lineofeffort"),
            raise_version("lineofeffort"),
            *guarded("lineofeffort"),
        ]

    def __str__(self) -> str:
        return self.name


class KindQuerySet(models.QuerySet["Kind"]):
    def within(self, codes: Iterable[str]) -> set[str]:
        """The codes themselves and all kinds below them."""
        return _reach(codes, self._children())

    def above(self, codes: Iterable[str]) -> set[str]:
        """All kinds that contain one of these, themselves left out."""
        parent = dict(self.values_list("code", "parent_id"))
        found: set[str] = set()
        for code in codes:
            while (code := parent.get(code) or "") and code not in found:
                found.add(code)
        return found

    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for code, parent in self.exclude(parent=None).values_list("code", "parent_id"):
            children.setdefault(parent, []).append(code)
        return children


def _reach(start: Iterable[str], children: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(start)
    while todo:
        code = todo.pop()
        if code not in found:
            found.add(code)
            todo += children.get(code, [])
    return found


@history()
class Kind(Versioned):
    """A tree whose inner nodes can be used; new kinds are rows, not code."""

    code = CodeField(primary_key=True)
    name = models.CharField(max_length=255, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    line_of_effort = models.ForeignKey(
        LineOfEffort, models.PROTECT, null=True, blank=True, related_name="kinds"
    )
    rule = models.TextField(help_text="When to use it.")
    example = models.TextField()
    counterexample = models.TextField()

    objects = KindQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="kind_code_format",
                condition=Q(code__regex=f"^{KIND_CODE}$"),
                violation_error_code="field:code",
                violation_error_message="A kind's code is dotted slugs: deployment.naval.",
            ),
            models.CheckConstraint(
                name="kind_dotted_in_parent",
                condition=~Q(code__contains=".") | Q(parent_id__isnull=False, parent_id=ABOVE),
                violation_error_code="field:parent",
                violation_error_message="A dotted kind's parent is the part before its last dot.",
            ),
            frozen_code("kind"),
            no_circle("kind", "parent", key="code"),
            raise_version("kind"),
            *guarded("kind"),
        ]

    def __str__(self) -> str:
        return self.name
