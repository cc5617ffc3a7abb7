"""The way of a record from draft to published, the same for contributions, statements, tallies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.models.base import where_named
from tracker.models.choices import Review
from tracker.models.circles import no_circle
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

# They follow from others, and in a BEFORE trigger are not made yet.
GENERATED_COLUMNS = ("when_earliest", "when_latest", "due_latest")

# What readers have seen: it stays visible as such, withdrawn or not.
EVER = (Review.PUBLISHED, Review.WITHDRAWN)
EVER_PUBLISHED = "OLD.published_at IS NOT NULL"


class ReviewedQuerySet(models.QuerySet[Any]):
    def published(self) -> Any:
        """Only what is published counts."""
        return self.filter(review=Review.PUBLISHED)

    def public(self) -> Any:
        """What was ever published: withdrawn records stay visible as such."""
        return self.filter(review__in=EVER)


def _person(related: str = "+") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name=related,
    )


class Reviewed(models.Model):
    """draft → in review → published → withdrawn; nobody publishes what they wrote.

    A published record whose ``successor`` is still in review is being replaced: publishing the
    successor withdraws it, with the ``withdrawal_reason`` given when the replacement was written.

    ``own_review_reason`` is the exception and its reason: the loader's ("reviewed as a pull
    request") or an administrator's override. It stands in the record and in its history.
    """

    review = models.CharField(max_length=10, choices=Review, default=Review.DRAFT, editable=False)
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
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="predecessors",
    )

    class Meta:
        abstract = True


def review_indexes(table: str) -> list[models.Index]:
    """Of what is not published (nearly all is, and is never looked up by that), and of persons."""
    waiting = [stage for stage in Review.values if stage != Review.PUBLISHED]
    return [
        models.Index(
            fields=["review"], condition=Q(review__in=waiting), name=f"{table}_not_published"
        ),
        *where_named(table, "written_by", "edited_by", "submitted_by"),
        *where_named(table, "published_by", "withdrawn_by", "successor"),
    ]


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
        _marks_stay(table),
        _own_words(table),
        _written_published(table),
        _nothing_disappears(table),
        no_circle(table, "successor"),
    ]
    return [*rules, _content_frozen(table)] if content_frozen else rules


def _flow(table: str, *, revivable: bool) -> Rule:
    """The steps there are; what is identity only may return, when words support it again.

    Undoing a withdrawal brings back what was published, as it was.
    """
    again = ", ('withdrawn', 'published')" if revivable else ""
    return Rule(
        name=f"{table}_review_flow",
        on="UPDATE OF review",
        when="OLD.review IS DISTINCT FROM NEW.review",
        body=f"""
        IF (OLD.review, NEW.review) NOT IN (('draft', 'in_review'), ('in_review', 'draft'),
                ('in_review', 'published'), ('published', 'withdrawn'){again})
                AND NOT ((OLD.review, NEW.review) = ('withdrawn', 'published')
                    AND tracker_restores('{table}', OLD.id::text, to_jsonb(NEW))) THEN
            PERFORM tracker_refuse('{table}_review_flow',
                format('%s: %s cannot become %s.', OLD.code, OLD.review, NEW.review),
                'The way is draft, in review (and back), published, withdrawn.');
        END IF;
        """,
        field="review",
    )


def _marks_stay(table: str) -> Rule:
    """Who wrote, published and withdrew it, when and why, is not written anew."""
    submitted = ("submitted_by_id", "submitted_at")
    published = ("published_by_id", "published_at", "own_review_reason")
    withdrawn = ("withdrawn_by_id", "withdrawn_at", "withdrawal_reason")
    return Rule(
        name=f"{table}_marks_stay",
        on="UPDATE",
        declare="changed text;",
        body=f"""
        changed := CASE
            WHEN OLD.written_by_id <> NEW.written_by_id OR
                OLD.written_by_id IS NOT NULL AND NEW.written_by_id IS NULL THEN 'who wrote it'
            WHEN OLD.published_at IS NOT NULL AND NEW.published_at IS NULL
                THEN 'that it was published'
            WHEN OLD.review = 'published' AND {_differ(submitted + published)}
                THEN 'who published it, when and on what terms'
            WHEN OLD.review = 'withdrawn' AND NEW.review = 'withdrawn' AND (
                {_differ(withdrawn)} OR OLD.successor_id IS DISTINCT FROM NEW.successor_id
                AND EXISTS (SELECT 1 FROM tracker_{table} s
                    WHERE s.id = OLD.successor_id AND s.published_at IS NOT NULL))
                THEN 'who withdrew it, when and why' END;
        IF changed IS NOT NULL
                AND NOT tracker_restores('{table}', OLD.id::text, to_jsonb(NEW)) THEN
            PERFORM tracker_refuse('{table}_marks_stay',
                format('%s: %s cannot be changed.', OLD.code, changed),
                'What was done stays on record; the next step is marked beside it.');
        END IF;
        """,
    )


def _differ(columns: Iterable[str]) -> str:
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


def _own_words(table: str) -> Rule:
    """Nobody publishes what they wrote: nor what they wrote before somebody else edited it.

    Read from the history, where a bulk update that says nothing in the record stands too.
    """
    marks = ", ".join(f"'{name}'" for name in REVIEW_COLUMNS)
    return Rule(
        name=f"{table}_own_words",
        on="UPDATE OF review",
        when="NEW.review = 'published' AND OLD.review <> 'published' "
        "AND NEW.own_review_reason = ''",
        body=f"""
        IF EXISTS (SELECT 1 FROM (
                SELECT e.written_by_id, e.edited_by_id, e.pgh_context ->> 'user' AS doer,
                    to_jsonb(e) - ARRAY[{marks}, 'pgh_id', 'pgh_created_at', 'pgh_label',
                        'pgh_context', 'pgh_context_id'] AS content,
                    lag(e.pgh_id) OVER way AS before,
                    lag(to_jsonb(e) - ARRAY[{marks}, 'pgh_id', 'pgh_created_at', 'pgh_label',
                        'pgh_context', 'pgh_context_id']) OVER way AS content_before
                FROM tracker_{table}event e WHERE e.pgh_obj_id = NEW.id
                WINDOW way AS (ORDER BY e.pgh_id)) h
                WHERE NEW.published_by_id IN (h.written_by_id, h.edited_by_id)
                OR h.doer = NEW.published_by_id::text
                    AND (h.before IS NULL OR h.content IS DISTINCT FROM h.content_before))
                AND NOT tracker_restores('{table}', NEW.id::text, to_jsonb(NEW)) THEN
            PERFORM tracker_refuse('{table}_own_words',
                format('%s: who publishes it has written in it.', NEW.code),
                'Nobody publishes what they wrote: ask another reviewer.');
        END IF;
        """,
        field="published_by",
    )


def _written_published(table: str) -> Rule:
    """What is written as published (by a loader) says why no second person had to look."""
    return Rule(
        name=f"{table}_written_published",
        on="INSERT",
        when="NEW.review IN ('published', 'withdrawn') AND NEW.own_review_reason = ''",
        body=f"""
        PERFORM tracker_refuse('{table}_written_published',
            format('%s was never in review.', NEW.code),
            'Write a draft and submit it; a loader says why its records are published at once.');
        """,
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
    """What is published is not edited; along a merge (decision 9) it is led elsewhere."""
    columns = ", ".join(f"'{name}'" for name in (*REVIEW_COLUMNS, *GENERATED_COLUMNS))
    return Rule(
        name=f"{table}_published_frozen",
        on="UPDATE",
        when="OLD.review IN ('published', 'withdrawn')",
        declare="changed text;",
        body=f"""
        SELECT string_agg(o.key, ', ' ORDER BY o.key) INTO changed
            FROM jsonb_each(to_jsonb(OLD) - ARRAY[{columns}]) o
            JOIN jsonb_each(to_jsonb(NEW) - ARRAY[{columns}]) n USING (key)
            WHERE o.value IS DISTINCT FROM n.value
            AND NOT (o.key IN ('quote_id', 'number', 'code')
                AND tracker_merged('{table}', OLD.code, NEW.code))
            AND NOT (o.key = 'contribution_id' AND tracker_merged_rows('contribution',
                (o.value #>> '{{}}')::bigint, (n.value #>> '{{}}')::bigint));
        IF changed IS NOT NULL
                AND NOT tracker_restores('{table}', OLD.id::text, to_jsonb(NEW)) THEN
            PERFORM tracker_refuse('{table}_published_frozen',
                format('%s is published: its %s cannot be edited.', OLD.code, changed),
                'Withdraw it with its reason and write its successor; one action does both.');
        END IF;
        """,
    )
