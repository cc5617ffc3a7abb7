"""The way of a record from draft to published, the same for contributions, statements, tallies."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.models.choices import Review
from tracker.models.rules import Rule

# What may still change in a published record: its way, and its place beside others of its quote.
REVIEW_COLUMNS = (
    "review",
    "edited_by_id",
    "submitted_by_id",
    "submitted_at",
    "published_by_id",
    "published_at",
    "own_review_reason",
    "withdrawn_by_id",
    "withdrawn_at",
    "withdrawal_reason",
    "successor_id",
    "position",
    "version",
    "updated_at",
)

EVER_PUBLISHED = "OLD.published_at IS NOT NULL"


class ReviewedQuerySet(models.QuerySet[Any]):
    def published(self) -> Any:
        """Only what is published counts."""
        return self.filter(review=Review.PUBLISHED)

    def public(self) -> Any:
        """What was ever published: withdrawn records stay visible as such."""
        return self.filter(review__in=[Review.PUBLISHED, Review.WITHDRAWN])


def _person(related: str = "+") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name=related,
    )


class Reviewed(models.Model):
    """draft → in review → published → withdrawn; nobody publishes what they wrote.

    A published record whose ``successor`` is still in review is being replaced: publishing the
    successor withdraws it, with the ``withdrawal_reason`` given when the replacement was written.

    ``own_review_reason`` is the exception and its reason: the loader's ("reviewed as a pull
    request") or an administrator's override. It stands in the record and in its history.
    """

    review = models.CharField(
        max_length=10, choices=Review, default=Review.DRAFT, editable=False, db_index=True
    )
    written_by = _person("%(class)ss_written")
    edited_by = _person()
    submitted_by = _person()
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = _person()
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    own_review_reason = models.TextField(blank=True, editable=False)
    withdrawn_by = _person()
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(blank=True, editable=False)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="predecessors"
    )

    class Meta:
        abstract = True


def review_rules(table: str, *, content_frozen: bool) -> list[Any]:
    """The rules of review for one table; ``content_frozen`` where the published is not edited."""
    public = Q(review__in=[Review.PUBLISHED, Review.WITHDRAWN])
    rules: list[Any] = [
        models.CheckConstraint(name=f"{table}_review_value", condition=Q(review__in=Review.values)),
        models.CheckConstraint(
            name=f"{table}_published_by_whom",
            condition=~public | Q(published_by__isnull=False, published_at__isnull=False),
            violation_error_code="field:published_by",
            violation_error_message="What is published says by whom and when.",
        ),
        models.CheckConstraint(
            name=f"{table}_four_eyes",
            condition=~public
            | ~Q(own_review_reason="")
            | Q(written_by__isnull=False)
            & ~Q(written_by=F("published_by"))
            & (Q(edited_by__isnull=True) | ~Q(edited_by=F("published_by"))),
            violation_error_code="field:published_by",
            violation_error_message="Nobody publishes what they wrote: ask another reviewer.",
        ),
        models.CheckConstraint(
            name=f"{table}_withdrawal_has_reason",
            condition=~Q(review=Review.WITHDRAWN)
            | ~Q(withdrawal_reason="") & Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            violation_error_code="field:withdrawal_reason",
            violation_error_message="A withdrawal says who, when and why.",
        ),
        models.CheckConstraint(
            name=f"{table}_not_its_own_successor",
            condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
            violation_error_code="field:successor",
            violation_error_message="A record is not its own successor.",
        ),
        _flow(table, revivable=not content_frozen),
        _nothing_disappears(table),
    ]
    return [*rules, _content_frozen(table)] if content_frozen else rules


def _flow(table: str, *, revivable: bool) -> Rule:
    """The steps there are; what is identity only may return, when words support it again."""
    again = ", ('withdrawn', 'in_review')" if revivable else ""
    return Rule(
        name=f"{table}_review_flow",
        on="UPDATE OF review",
        when="OLD.review IS DISTINCT FROM NEW.review",
        body=f"""
        IF (OLD.review, NEW.review) NOT IN (('draft', 'in_review'), ('in_review', 'draft'),
                ('in_review', 'published'), ('published', 'withdrawn'){again}) THEN
            PERFORM tracker_refuse('{table}_review_flow',
                format('%s: %s cannot become %s.', OLD.code, OLD.review, NEW.review),
                'The way is draft, in review (and back), published, withdrawn.');
        END IF;
        """,
        field="review",
    )


def _nothing_disappears(table: str) -> Rule:
    return Rule(
        name=f"{table}_stays",
        on="DELETE",
        when=EVER_PUBLISHED,
        body=f"""
        PERFORM tracker_refuse('{table}_stays',
            format('%s was published and cannot be deleted.', OLD.code),
            'Withdraw it with a reason instead.');
        """,
    )


def _content_frozen(table: str) -> Rule:
    columns = ", ".join(f"'{name}'" for name in REVIEW_COLUMNS)
    return Rule(
        name=f"{table}_published_frozen",
        on="UPDATE",
        when="OLD.review IN ('published', 'withdrawn')",
        declare="changed text;",
        body=f"""
        SELECT string_agg(o.key, ', ' ORDER BY o.key) INTO changed
            FROM jsonb_each(to_jsonb(OLD) - ARRAY[{columns}]) o
            JOIN jsonb_each(to_jsonb(NEW) - ARRAY[{columns}]) n USING (key)
            WHERE o.value IS DISTINCT FROM n.value;
        IF changed IS NOT NULL THEN
            PERFORM tracker_refuse('{table}_published_frozen',
                format('%s is published: its %s cannot be edited.', OLD.code, changed),
                'Withdraw it with its reason and write its successor; one action does both.');
        END IF;
        """,
    )
