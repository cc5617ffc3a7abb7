"""What statements and tallies share: a quote, a number in it, words for a quantity and a time."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.db.models import F, Q

from tracker.domain.ladder import Status
from tracker.models.base import (
    MONEY,
    CodeField,
    CurrencyField,
    EdtfField,
    Versioned,
    bound_of,
    frozen_code,
    one_of,
    raise_version,
    raises_version_of,
)
from tracker.models.choices import BoundsBy, Credibility
from tracker.models.history import guarded
from tracker.models.metric import Metric
from tracker.models.quote import Quote
from tracker.models.redirect import led_to
from tracker.models.review import EVER_PUBLISHED, Reviewed, review_rules
from tracker.models.rules import Rule, of_rows
from tracker.models.words import holds_quote, rests_still, words_stand


def claim_rules(table: str) -> list[Any]:
    """The rules of both."""
    return [
        models.UniqueConstraint(
            fields=["quote", "number"],
            name=f"{table}_number_once",
            violation_error_code="field:number",
            violation_error_message="This number is taken in its quote; none is reused.",
        ),
        models.CheckConstraint(
            name=f"{table}_number_counts",
            condition=Q(number__gte=1),
            violation_error_code="field:number",
            violation_error_message="Numbers begin at 1.",
        ),
        models.CheckConstraint(
            name=f"{table}_credibility",
            condition=Q(credibility__range=(1, 6)) & (~Q(credibility=5) | ~Q(note="")),
            violation_error_code="field:credibility",
            violation_error_message="Credibility is 1 to 6; 5 (improbable) needs a note.",
        ),
        one_of(table, "status", [status.value for status in Status], blank=True),
        one_of(table, "bounds_by", BoundsBy.values),
        *quantity_rules(table),
        *review_rules(table, content_frozen=True),
        holds_quote(table),
        *_number_of_quote(table),
        *_code_says_quote(table),
        words_stand(table),
        rests_still(table),
        led_to(table),
        frozen_code(table, when=EVER_PUBLISHED, merges=True),
        raise_version(table),
        *guarded(table),
    ]


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


def _code_says_quote(table: str) -> list[Rule]:
    return of_rows(
        name=f"{table}_code_says_quote",
        update_of="code, quote_id, number",
        declare="expected text; given text;",
        body=f"""
        SELECT q.code || ':' || r.number, r.code INTO expected, given
            FROM {{rows}} JOIN tracker_quote q ON q.id = r.quote_id
            WHERE r.code <> q.code || ':' || r.number;
        IF FOUND THEN
            PERFORM tracker_refuse('{table}_code_says_quote',
                format('A {table}''s code says its quote and number: %s, not %s.',
                    expected, given),
                'Leave the code out; it is made from quote and number.');
        END IF;
        """,
        field="code",
    )


def _number_of_quote(table: str) -> list[Rule]:
    """Statements and tallies of a quote share its numbers."""
    other = {"statement": "tally", "tally": "statement"}[table]
    return of_rows(
        name=f"{table}_number_of_quote",
        update_of="quote_id, number",
        declare="claim text;",
        body=f"""
        SELECT r.code INTO claim
            FROM {{rows}} JOIN tracker_{other} o USING (quote_id, number);
        IF FOUND THEN
            PERFORM tracker_refuse('{table}_number_of_quote',
                format('%s: a {other} of the quote has this number.', claim),
                'Leave the number out; the next free one is taken.');
        END IF;
        """,
        field="number",
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
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, blank=True, db_index=False)
    currency = CurrencyField(help_text="ISO 4217.")
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
    """The next free number of a quote, counted over its statements and tallies together.

    In a transaction, whoever else numbers a claim of this quote waits for its end.
    """
    if connection.in_atomic_block:
        rows = Quote.objects.filter(pk=quote.pk)
        list(rows.select_for_update(no_key=True).values_list("pk"))
    taken = [
        quote.statements.aggregate(n=models.Max("number"))["n"] or 0,
        quote.tallies.aggregate(n=models.Max("number"))["n"] or 0,
    ]
    return max(taken) + 1


# --- Parts ----------------------------------------------------------------------------------


def part_rules(part: str, owner: str) -> list[Any]:
    """A published claim's parts stay as they are; a draft's raise its version.

    What a loader writes as published may be given its parts in the same transaction.
    """
    written_now = f"""EXISTS (SELECT 1 FROM tracker_{owner}event e WHERE e.pgh_obj_id = o.id
        AND e.pgh_label = 'insert' AND e.review = 'published' AND e.pgh_created_at = now())"""
    # Only further quotes are merged: of what a tally names there are no two of one meaning.
    led = f"""(TG_OP = 'UPDATE' AND (tracker_restores('{part}', OLD.id::text, to_jsonb(NEW))
        OR to_jsonb(OLD) - 'quote_id' = to_jsonb(NEW) - 'quote_id'
            AND tracker_merged_rows('quote', (to_jsonb(OLD) ->> 'quote_id')::bigint,
                (to_jsonb(NEW) ->> 'quote_id')::bigint)))"""
    frozen = Rule(
        name=f"{part}_published_frozen",
        on="INSERT OR UPDATE OR DELETE",
        declare="claim text;",
        body=f"""
        PERFORM 1 FROM tracker_{owner} o WHERE o.id IN (OLD.{owner}_id, NEW.{owner}_id)
            ORDER BY o.id FOR NO KEY UPDATE;
        SELECT o.code INTO claim FROM tracker_{owner} o
            WHERE o.id IN (OLD.{owner}_id, NEW.{owner}_id)
            AND o.review IN ('published', 'withdrawn') AND NOT {written_now} LIMIT 1;
        IF claim IS NOT NULL AND NOT {led} THEN
            PERFORM tracker_refuse('{part}_published_frozen',
                format('%s is published: what it rests on and names stays.', claim),
                'Withdraw it with its reason and write its successor; one action does both.');
        END IF;
        """,
    )
    return [frozen, *raises_version_of(part, owner, f"{owner}_id"), *guarded(part)]
