"""What a contribution is for (line of effort) and what form it has (kind)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Func, Q, Value

from tracker.domain.codes import KIND_CODE, SLUG
from tracker.domain.tree import Tree
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
    def tree(self) -> Tree:
        return Tree(dict(self.values_list("code", "parent_id")))

    def within(self, codes: Iterable[str]) -> set[str]:
        """The codes themselves and all kinds below them."""
        return self.tree().within(codes)

    def above(self, codes: Iterable[str]) -> set[str]:
        """All kinds that contain one of these, themselves left out."""
        return self.tree().above(codes)


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
