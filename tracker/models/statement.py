"""What one quote says of one contribution: a reading of a quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from tracker.domain.codes import SLUG
from tracker.domain.ladder import Change
from tracker.models.base import (
    MONEY,
    CurrencyField,
    EdtfField,
    bound_of,
    by_change,
    one_of,
    where_named,
)
from tracker.models.choices import Basis, Per, ReadsAs, Role, Tie
from tracker.models.claim import Claim, claim_rules, part_rules
from tracker.models.contribution import Contribution
from tracker.models.country import Country
from tracker.models.history import history
from tracker.models.kind import LineOfEffort
from tracker.models.place import Place
from tracker.models.quote import Quote
from tracker.models.review import ReviewedQuerySet, review_indexes
from tracker.models.rules import Rule
from tracker.models.staleness import statement_marks
from tracker.models.words import NO_PROMISE_AS_DEED, parts_carry

if TYPE_CHECKING:
    from datetime import date

OF_ANOTHER = """
IF EXISTS (SELECT 1 FROM tracker_statement s JOIN tracker_statement t
        ON t.id IN (s.denies_id, s.corrects_id)
        WHERE {which} AND t.contribution_id <> s.contribution_id) THEN
    PERFORM tracker_refuse('statement_denies_its_own',
        format('%s: what it denies or corrects is of another contribution.', NEW.code),
        'Deny or correct a statement of the same contribution.');
END IF;
"""

SAME_CONTRIBUTION = Rule(
    name="statement_denies_its_own",
    on="INSERT OR UPDATE OF denies_id, corrects_id, contribution_id",
    when="NEW.denies_id IS NOT NULL OR NEW.corrects_id IS NOT NULL",
    deferred=True,
    body=OF_ANOTHER.format(which="s.id = NEW.id")
    + """
    IF EXISTS (WITH RECURSIVE chain(id) AS (
            SELECT s.corrects_id FROM tracker_statement s WHERE s.id = NEW.id
            UNION SELECT t.corrects_id FROM tracker_statement t JOIN chain ON t.id = chain.id)
            SELECT 1 FROM chain WHERE chain.id = NEW.id) THEN
        PERFORM tracker_refuse('statement_denies_its_own',
            format('%s would correct itself in a circle.', NEW.code),
            'A correction names an earlier statement.');
    END IF;
    """,
    field="corrects",
)

DENIED_BY_ITS_OWN = Rule(
    name="statement_denied_by_its_own",
    on="UPDATE OF contribution_id",
    when="OLD.contribution_id IS DISTINCT FROM NEW.contribution_id",
    deferred=True,
    body=OF_ANOTHER.format(which="(s.denies_id = NEW.id OR s.corrects_id = NEW.id)"),
    field="contribution",
)

OF_PUBLISHED = Rule(
    name="statement_of_published",
    on="INSERT OR UPDATE OF review, contribution_id",
    when="NEW.review = 'published'",
    deferred=True,
    declare="""
    still text := (SELECT s.review FROM tracker_statement s WHERE s.id = NEW.id);
    stage text := (SELECT c.review FROM tracker_contribution c WHERE c.id = NEW.contribution_id);
    """,
    body="""
    IF still = 'published' AND stage <> 'published' THEN
        PERFORM tracker_refuse('statement_of_published',
            format('%s is published, and the contribution it is of is not.', NEW.code),
            'Submit and publish the contribution with it; one action does both.');
    END IF;
    """,
    field="contribution",
)

STILL_SUPPORTED = Rule(
    name="statement_leaves_support",
    on="UPDATE OF review, contribution_id OR DELETE",
    when="OLD.review = 'published'",
    deferred=True,
    declare="""
    stage text := (SELECT c.review FROM tracker_contribution c WHERE c.id = OLD.contribution_id);
    """,
    body="""
    IF stage = 'published' AND NOT EXISTS (SELECT 1 FROM tracker_statement s
                WHERE s.contribution_id = OLD.contribution_id AND s.review = 'published') THEN
        PERFORM tracker_refuse('statement_leaves_support',
            format('%s is the last published statement of a published contribution.', OLD.code),
            'Withdraw the contribution with it, or publish a successor in the same step.');
    END IF;
    """,
    field="review",
)


class StatementQuerySet(ReviewedQuerySet):
    def at(self, known_on: date | None = None) -> StatementQuerySet:
        """Published statements that were known, and not corrected, on a day, or now."""
        known = self.published().filter(standing__isnull=False)
        if known_on is None:
            return known.filter(standing__known_until__isnull=True)
        return known.filter(standing__known_from__lte=known_on).filter(
            Q(standing__known_until__gt=known_on) | Q(standing__known_until__isnull=True)
        )


@history(by="contribution")
class Statement(Claim):
    """A status, a quantity, a change … each as the words have it; stake and dates are derived."""

    # Foreign keys are indexed below: beside what else is asked with them, or where they are named.
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="statements", db_index=False)
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, related_name="statements", db_index=False
    )
    reads_as = models.CharField(max_length=10, blank=True, choices=ReadsAs)
    per = models.CharField(max_length=10, blank=True, choices=Per)
    converted_low = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    converted_high = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    converted_currency = CurrencyField(help_text="The currency it was converted from.")
    converted_rate = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    change = models.CharField(max_length=10, blank=True, choices=Change.choices)
    role = models.CharField(max_length=15, blank=True, choices=Role)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, db_index=False, related_name="statements"
    )
    recipient = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, db_index=False, related_name="received"
    )
    line_of_effort = models.ForeignKey(
        LineOfEffort,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="statements",
        help_text="Where it is not the kind's usual one.",
    )
    effort = models.CharField(
        max_length=100,
        blank=True,
        db_collation="C",
        help_text="The named joint undertaking, as a slug.",
    )
    due = EdtfField(help_text="What a promise covers: “by 2020” is ../2020.")
    due_latest = bound_of("due", "latest")
    condition = models.TextField(blank=True, help_text="“as long as …”, as in the quote.")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.STATED)
    tie = models.CharField("tie to the coalition", max_length=10, choices=Tie, default=Tie.STATED)
    denies = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="denied_by"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="corrected_by"
    )
    further_quotes = models.ManyToManyField(
        Quote, through="StatementQuote", related_name="further_statements", blank=True
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["quote", "position"]
        permissions = [("publish_statement", "Can publish and withdraw statements")]
        indexes = [
            models.Index(fields=["contribution", "review"], name="statement_contribution"),
            models.Index(fields=["effort"], condition=~Q(effort=""), name="statement_effort"),
            *where_named(
                "statement", "metric", "place", "recipient", "line_of_effort", "denies", "corrects"
            ),
            *review_indexes("statement"),
            by_change("statement"),
        ]
        constraints = [
            *claim_rules("statement"),
            one_of("statement", "change", [change.value for change in Change], blank=True),
            one_of("statement", "reads_as", ReadsAs.values, blank=True),
            one_of("statement", "per", Per.values, blank=True),
            one_of("statement", "role", Role.values, blank=True),
            one_of("statement", "basis", Basis.values),
            one_of("statement", "tie", Tie.values),
            models.CheckConstraint(
                name="statement_quantity_has_metric",
                condition=Q(metric__isnull=False)
                | Q(low__isnull=True, high__isnull=True, per="", converted_currency=""),
                violation_error_code="field:metric",
                violation_error_message="A quantity says what it counts.",
            ),
            models.CheckConstraint(
                name="statement_converted_whole",
                condition=Q(
                    converted_currency="",
                    converted_low__isnull=True,
                    converted_high__isnull=True,
                    converted_rate__isnull=True,
                )
                | Q(converted_currency__regex="^[A-Z]{3}$", metric=MONEY, metric__isnull=False)
                & ~Q(converted_currency=F("currency"))
                & (Q(converted_low__isnull=False) | Q(converted_high__isnull=False)),
                violation_error_code="field:converted_currency",
                violation_error_message="A conversion is of money: an amount of another currency.",
            ),
            models.CheckConstraint(
                name="statement_converted_ordered",
                condition=(Q(converted_low__isnull=True) | Q(converted_low__gte=0))
                & (Q(converted_high__isnull=True) | Q(converted_high__gte=0))
                & (
                    Q(converted_low__isnull=True)
                    | Q(converted_high__isnull=True)
                    | Q(converted_low__lte=F("converted_high"))
                )
                & (Q(converted_rate__isnull=True) | Q(converted_rate__gt=0)),
                violation_error_code="field:converted_low",
                violation_error_message="What was converted is ordered, not negative, at a rate "
                "above 0.",
            ),
            models.CheckConstraint(
                name="statement_silent_has_note",
                condition=~Q(status="") | ~Q(note=""),
                violation_error_code="field:note",
                violation_error_message="A statement without a status says why in its note.",
            ),
            models.CheckConstraint(
                name="statement_denial_has_status",
                condition=Q(denies__isnull=True) | ~Q(status=""),
                violation_error_code="field:status",
                violation_error_message="What denies another statement has a status: absent, say.",
            ),
            models.CheckConstraint(
                name="statement_effort_format",
                condition=Q(effort="") | Q(effort__regex=f"^{SLUG}$"),
                violation_error_code="field:effort",
                violation_error_message="An effort is a slug: stabilization-coordination.",
            ),
            *statement_marks(),
            *NO_PROMISE_AS_DEED,
            SAME_CONTRIBUTION,
            DENIED_BY_ITS_OWN,
            OF_PUBLISHED,
            STILL_SUPPORTED,
        ]

    def __str__(self) -> str:
        return f"{self.contribution.path}: {self.status or 'unstated'}"


@history(by="statement")
class StatementQuote(models.Model):
    """A further quote a statement rests on: a header, a rate, the words that name the speaker."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="rests_on")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "quote"], name="statementquote_once"),
            *part_rules("statementquote", "statement"),
            parts_carry("statementquote", "statement"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} with {self.quote_id}"
