"""What one quote says of one contribution: a reading of a quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from tracker.domain.codes import SLUG
from tracker.domain.ladder import GROUP_OF, Change, Group, Status
from tracker.models.base import MONEY, CodeField, EdtfField, Versioned, bound_of, frozen_code, raise_version
from tracker.models.history import history
from tracker.models.choices import Basis, BoundsBy, Credibility, Per, ReadsAs, Role, Tie
from tracker.models.contribution import Contribution
from tracker.models.country import Country
from tracker.models.kind import LineOfEffort
from tracker.models.metric import Metric
from tracker.models.place import Place
from tracker.models.quote import Quote
from tracker.models.review import EVER_PUBLISHED, Reviewed, ReviewedQuerySet, review_rules
from tracker.models.rules import Rule
from tracker.models.staleness import statement_marks

if TYPE_CHECKING:
    from datetime import date

ACTUAL = ", ".join(f"'{status.value}'" for status in Status if GROUP_OF[status] == Group.ACTUAL)


def one_of(
    table: str, field: str, values: list[str], *, blank: bool = False
) -> models.CheckConstraint:
    """A CHECK that a column holds one of its words."""
    allowed = [*values, ""] if blank else values
    return models.CheckConstraint(
        name=f"{table}_{field}_value",
        condition=Q(**{f"{field}__in": allowed}),
        violation_error_code=f"field:{field}",
        violation_error_message=f"{field} is one of: {', '.join(values)}.",
    )


def quantity_rules(table: str) -> list[models.CheckConstraint]:
    """Bounds are ordered and not negative; money has a currency, and only money has one."""
    return [
        models.CheckConstraint(
            name=f"{table}_bounds_ordered",
            condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
            violation_error_code="field:high",
            violation_error_message="Bounds are ordered: the low one is not above the high one.",
        ),
        models.CheckConstraint(
            name=f"{table}_bounds_not_negative",
            condition=(Q(low__isnull=True) | Q(low__gte=0))
            & (Q(high__isnull=True) | Q(high__gte=0)),
            violation_error_code="field:low",
            violation_error_message="A quantity is not negative.",
        ),
        models.CheckConstraint(
            name=f"{table}_money_has_currency",
            condition=Q(metric__isnull=True, currency="")
            | Q(metric__isnull=False, currency="") & ~Q(metric=MONEY)
            | Q(metric=MONEY, currency__regex="^[A-Z]{3}$", metric__isnull=False),
            violation_error_code="field:currency",
            violation_error_message="Money has a currency (ISO 4217: EUR); nothing else has one.",
        ),
    ]


def words_stand(table: str) -> Rule:
    """Words and conditions stand inside the quote, or a further quote the record rests on."""
    condition = "NULLIF(r.condition, '')" if table == "statement" else "NULL::text"
    return Rule(
        name=f"{table}_words_stand_in_quote",
        on="INSERT OR UPDATE",
        deferred=True,
        when="NEW.words <> '' OR NEW.when_words <> ''"
        + (" OR NEW.condition <> ''" if table == "statement" else ""),
        declare="loose text;",
        body=f"""
        SELECT w INTO loose
            FROM tracker_{table} r
            JOIN tracker_quote q ON q.id = r.quote_id,
            unnest(ARRAY[NULLIF(r.words, ''), NULLIF(r.when_words, ''), {condition}]) w
            WHERE r.id = NEW.id AND w IS NOT NULL AND position(w IN q.exact) = 0
            AND NOT EXISTS (SELECT 1 FROM tracker_{table}quote f
                JOIN tracker_quote x ON x.id = f.quote_id
                WHERE f.{table}_id = r.id AND position(w IN x.exact) > 0)
            LIMIT 1;
        IF loose IS NOT NULL THEN
            PERFORM tracker_refuse('{table}_words_stand_in_quote',
                format('%s: these words are not in its quote: %s', NEW.code, loose),
                'Copy them from the quote, or name a further quote (with) they stand in.');
        END IF;
        """,
        field="words",
    )


NO_PROMISE_AS_DEED = Rule(
    name="statement_no_promise_as_deed",
    on='INSERT OR UPDATE OF status, "when", quote_id',
    when=f"NEW.status IN ({ACTUAL}) AND NEW.\"when\" <> ''",
    declare="said date;",
    body="""
    SELECT COALESCE(CASE WHEN q.said <> '' THEN tracker_edtf_latest(q.said) END,
            tracker_edtf_latest(s.published)) INTO said
        FROM tracker_quote q JOIN tracker_source s ON s.id = q.source_id WHERE q.id = NEW.quote_id;
    IF tracker_edtf_earliest(NEW."when") > said THEN
        PERFORM tracker_refuse('statement_no_promise_as_deed',
            format('%s: "%s" is a deed, but its date %s lies after %s, when it was said.',
                NEW.code, NEW.status, NEW."when", said),
            'What has not happened yet is a promise: use a prospective status, with due.');
    END IF;
    """,
    field="status",
)

SAME_CONTRIBUTION = Rule(
    name="statement_denies_its_own",
    on="INSERT OR UPDATE OF denies_id, corrects_id, contribution_id",
    when="NEW.denies_id IS NOT NULL OR NEW.corrects_id IS NOT NULL",
    body="""
    IF EXISTS (SELECT 1 FROM tracker_statement t WHERE t.id IN (NEW.denies_id, NEW.corrects_id)
            AND t.contribution_id <> NEW.contribution_id) THEN
        PERFORM tracker_refuse('statement_denies_its_own',
            format('%s: what it denies or corrects is of another contribution.', NEW.code),
            'Deny or correct a statement of the same contribution.');
    END IF;
    IF EXISTS (WITH RECURSIVE chain(id) AS (
            SELECT NEW.corrects_id UNION SELECT t.corrects_id FROM tracker_statement t
            JOIN chain ON t.id = chain.id WHERE t.corrects_id IS NOT NULL)
            SELECT 1 FROM chain WHERE chain.id = NEW.id) THEN
        PERFORM tracker_refuse('statement_denies_its_own',
            format('%s would correct itself in a circle.', NEW.code),
            'A correction names an earlier statement.');
    END IF;
    """,
    field="corrects",
)

STILL_SUPPORTED = Rule(
    name="statement_leaves_support",
    on="UPDATE OF review, contribution_id OR DELETE",
    when="OLD.review = 'published'",
    deferred=True,
    body="""
    IF EXISTS (SELECT 1 FROM tracker_contribution c
                WHERE c.id = OLD.contribution_id AND c.review = 'published')
            AND NOT EXISTS (SELECT 1 FROM tracker_statement s
                WHERE s.contribution_id = OLD.contribution_id AND s.review = 'published') THEN
        PERFORM tracker_refuse('statement_leaves_support',
            format('%s is the last published statement of a published contribution.', OLD.code),
            'Withdraw the contribution with it, or publish a successor in the same step.');
    END IF;
    """,
    field="review",
)


def code_says_quote(table: str) -> Rule:
    return Rule(
        name=f"{table}_code_says_quote",
        on="INSERT OR UPDATE OF code, quote_id, number",
        declare="expected text;",
        body=f"""
        SELECT q.code || ':' || NEW.number INTO expected
            FROM tracker_quote q WHERE q.id = NEW.quote_id;
        IF NEW.code <> expected THEN
            PERFORM tracker_refuse('{table}_code_says_quote',
                format('A {table}''s code says its quote and number: %s, not %s.',
                    expected, NEW.code),
                'Leave the code out; it is made from quote and number.');
        END IF;
        """,
        field="code",
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


class Claim(Versioned, Reviewed):
    """What a statement and a tally share: a quote, its words for a number and for a time."""

    quote: Any

    code = CodeField(unique=True, max_length=420, blank=True)
    number = models.PositiveSmallIntegerField(blank=True, help_text="Never reused in its quote.")
    position = models.PositiveSmallIntegerField(
        blank=True, default=0, help_text="Order within the quote: a later one breaks a tie."
    )
    status = models.CharField(max_length=12, blank=True, choices=Status.choices)
    low = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217.")
    words = models.TextField(blank=True, help_text="The number's own words, as in the quote.")
    bounds_by = models.CharField(max_length=10, choices=BoundsBy, default=BoundsBy.WORDS)
    when = EdtfField(help_text="When it held: EDTF; an interval is “at some time within”.")
    when_words = models.TextField(blank=True, help_text="The words for it, as in the quote.")
    when_earliest = bound_of("when", "earliest")
    when_latest = bound_of("when", "latest")
    credibility = models.PositiveSmallIntegerField(
        choices=Credibility, default=Credibility.UNJUDGED, help_text="Admiralty grade."
    )
    note = models.TextField(blank=True)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Number and code are made from the quote, unless a number was given."""
        if not self.number:
            self.number = next_number(self.quote)
        if not self.position:
            self.position = self.number
        self.code = f"{self.quote.code}:{self.number}"
        super().save(*args, **kwargs)  # type: ignore[arg-type]


def next_number(quote: Quote) -> int:
    """The next free number of a quote, counted over its statements and tallies together."""
    taken = [
        quote.statements.aggregate(n=models.Max("number"))["n"] or 0,
        quote.tallies.aggregate(n=models.Max("number"))["n"] or 0,
    ]
    return max(taken) + 1


@history()
class Statement(Claim):
    """A status, a quantity, a change … each as the words have it; stake and dates are derived."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="statements")
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="statements")
    reads_as = models.CharField(max_length=10, blank=True, choices=ReadsAs)
    per = models.CharField(max_length=10, blank=True, choices=Per)
    converted_low = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    converted_high = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    converted_currency = models.CharField(
        max_length=3, blank=True, help_text="The currency it was converted from."
    )
    converted_rate = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    change = models.CharField(max_length=10, blank=True, choices=Change.choices)
    role = models.CharField(max_length=15, blank=True, choices=Role)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    recipient = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="received"
    )
    line_of_effort = models.ForeignKey(
        LineOfEffort,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text="Where it is not the kind's usual one.",
    )
    effort = models.CharField(
        max_length=100,
        blank=True,
        db_collation="C",
        db_index=True,
        help_text="The named joint undertaking, as a slug.",
    )
    due = EdtfField(help_text="What a promise covers: “by 2020” is ../2020.")
    due_latest = bound_of("due", "latest")
    condition = models.TextField(blank=True, help_text="“as long as …”, as in the quote.")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.STATED)
    tie = models.CharField("tie to the coalition", max_length=10, choices=Tie, default=Tie.STATED)
    denies = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="denied_by"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
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
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "number"],
                name="statement_number_once",
                violation_error_code="field:number",
                violation_error_message="This number is taken in its quote; none is reused.",
            ),
            one_of("statement", "status", [s.value for s in Status], blank=True),
            one_of("statement", "change", [c.value for c in Change], blank=True),
            one_of("statement", "reads_as", ReadsAs.values, blank=True),
            one_of("statement", "per", Per.values, blank=True),
            one_of("statement", "role", Role.values, blank=True),
            one_of("statement", "basis", Basis.values),
            one_of("statement", "tie", Tie.values),
            one_of("statement", "bounds_by", BoundsBy.values),
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
                | Q(converted_currency__regex="^[A-Z]{3}$", metric=MONEY, metric__isnull=False),
                violation_error_code="field:converted_currency",
                violation_error_message="A conversion is of money and names its currency.",
            ),
            models.CheckConstraint(
                name="statement_silent_has_note",
                condition=~Q(status="") | ~Q(note=""),
                violation_error_code="field:note",
                violation_error_message="A statement without a status says why in its note.",
            ),
            models.CheckConstraint(
                name="statement_credibility",
                condition=Q(credibility__range=(1, 6)) & (~Q(credibility=5) | ~Q(note="")),
                violation_error_code="field:credibility",
                violation_error_message="Credibility is 1 to 6; 5 (improbable) needs a note.",
            ),
            models.CheckConstraint(
                name="statement_effort_format",
                condition=Q(effort="") | Q(effort__regex=f"^{SLUG}$"),
                violation_error_code="field:effort",
                violation_error_message="An effort is a slug: stabilization-coordination.",
            ),
            *quantity_rules("statement"),
            *review_rules("statement", content_frozen=True),
            *statement_marks(),
            words_stand("statement"),
            NO_PROMISE_AS_DEED,
            SAME_CONTRIBUTION,
            STILL_SUPPORTED,
            code_says_quote("statement"),
            frozen_code("statement", when=EVER_PUBLISHED),
            raise_version("statement"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution.path}: {self.status or 'unstated'}"


@history()
class StatementQuote(models.Model):
    """A further quote a statement rests on: a header, a rate, the words that name the speaker."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="rests_on")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["statement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "quote"], name="statementquote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} with {self.quote_id}"
