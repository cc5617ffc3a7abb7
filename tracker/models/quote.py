"""Words in a source: the primary object."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from tracker.domain.anchoring import locate
from tracker.domain.codes import LOCATOR, SPAN
from tracker.models.base import (
    CodeField,
    EdtfField,
    Versioned,
    bound_of,
    by_change,
    one_of,
    raise_version,
    search_of,
    there_is,
    where_named,
)
from tracker.models.choices import Voice
from tracker.models.history import guarded, history
from tracker.models.redirect import led_to
from tracker.models.review import EVER
from tracker.models.rules import Rule, of_rows
from tracker.models.source import Source
from tracker.models.speaker import Speaker
from tracker.models.staleness import quote_marks
from tracker.models.words import HOLDS_SOURCE, QUOTE_KEEPS_DEEDS, SAID_BEFORE_PUBLISHED, words_carry

if TYPE_CHECKING:
    from datetime import date

PUBLISHED_RESTS_ON_OLD = """EXISTS (
    SELECT 1 FROM tracker_statement s WHERE s.quote_id = OLD.id
        AND s.review IN ('published', 'withdrawn')
    UNION ALL SELECT 1 FROM tracker_tally t WHERE t.quote_id = OLD.id
        AND t.review IN ('published', 'withdrawn')
    UNION ALL SELECT 1 FROM tracker_statementquote f JOIN tracker_statement s
        ON s.id = f.statement_id
        WHERE f.quote_id = OLD.id AND s.review IN ('published', 'withdrawn')
    UNION ALL SELECT 1 FROM tracker_tallyquote f JOIN tracker_tally t ON t.id = f.tally_id
        WHERE f.quote_id = OLD.id AND t.review IN ('published', 'withdrawn'))
"""

QUOTE_LOCK = [
    Rule(
        name="quote_lock_at_once",
        on="INSERT",
        statement=True,
        declare="origin tracker_source; quote tracker_quote; pieces text[];",
        body="""
        FOR quote IN SELECT r.* FROM new_rows r JOIN tracker_source s ON s.id = r.source_id
                WHERE s.text IS NOT NULL OR r."end" > s.text_characters ORDER BY r.source_id LOOP
            IF origin.id IS DISTINCT FROM quote.source_id THEN
                SELECT s.* INTO origin FROM tracker_source s WHERE s.id = quote.source_id;
                pieces := tracker_pieces(origin.text);
            END IF;
            IF NOT tracker_stands_in(pieces, quote.prefix || quote.exact || quote.suffix,
                    quote.start - char_length(quote.prefix)) THEN
                PERFORM tracker_quote_stands(origin, quote);
            END IF;
        END LOOP;
        """,
        field="exact",
    ),
    Rule(
        name="quote_lock",
        on='UPDATE OF source_id, exact, start, "end", prefix, suffix',
        timing="AFTER",
        declare="origin tracker_source;",
        body="""
        SELECT s.* INTO origin FROM tracker_source s WHERE s.id = NEW.source_id;
        PERFORM tracker_quote_stands(origin, NEW);
        """,
        field="exact",
    ),
]

WORDS_FROZEN = Rule(
    name="quote_words_frozen",
    on='UPDATE OF source_id, exact, start, "end", locator',
    when='(OLD.source_id, OLD.exact, OLD.start, OLD."end", OLD.locator) IS DISTINCT FROM '
    '(NEW.source_id, NEW.exact, NEW.start, NEW."end", NEW.locator)',
    body=f"""
    IF tracker_restores('quote', OLD.id::text, to_jsonb(NEW))
            OR (OLD.exact, OLD.start, OLD."end", OLD.locator) IS NOT DISTINCT FROM
                (NEW.exact, NEW.start, NEW."end", NEW.locator)
            AND tracker_merged('quote', OLD.code, NEW.code) THEN
        RETURN NEW;  -- its source was merged into another record of the same text
    END IF;
    IF {PUBLISHED_RESTS_ON_OLD} THEN
        PERFORM tracker_refuse('quote_words_frozen',
            format('%s: something published rests on these words.', OLD.code),
            'Make another quote, and withdraw what was misread.');
    END IF;
    NEW.checked_on := NULL;
    """,
    field="exact",
)

CODE_SAYS_SPAN = of_rows(
    name="quote_code_says_span",
    update_of='code, source_id, start, "end", locator',
    declare="expected text; given text;",
    body="""
    SELECT made.code, r.code INTO expected, given
        FROM {rows} JOIN tracker_source s ON s.id = r.source_id,
        LATERAL (SELECT s.code || ':' || CASE WHEN r.start IS NULL THEN r.locator
            ELSE r.start || '-' || r."end" END AS code) made
        WHERE r.code <> made.code;
    IF FOUND THEN
        PERFORM tracker_refuse('quote_code_says_span',
            format('A quote''s code says its source and span: %s, not %s.', expected, given),
            'Leave the code out; it is made from source and span.');
    END IF;
    """,
    field="code",
)


class QuoteQuerySet(models.QuerySet["Quote"]):
    def public(self) -> QuoteQuerySet:
        """Quotes that something published rests on, directly or as a further quote."""
        return self._which(Exists)

    def each_public(self) -> QuoteQuerySet:
        """The same, looked up for one quote after the other: for a page of a long list."""
        return self._which(there_is)

    def _which(self, found: Callable[[models.QuerySet[Any]], Combinable]) -> QuoteQuerySet:
        from tracker.models.statement import Statement, StatementQuote
        from tracker.models.tally import Tally, TallyQuote

        here = OuterRef("pk")
        return self.filter(
            Q(found(Statement.objects.filter(review__in=EVER, quote=here)))
            | Q(found(Tally.objects.filter(review__in=EVER, quote=here)))
            | Q(found(StatementQuote.objects.filter(statement__review__in=EVER, quote=here)))
            | Q(found(TallyQuote.objects.filter(tally__review__in=EVER, quote=here)))
        )

    def known_on(self, day: date) -> QuoteQuerySet:
        return self.filter(source__published_latest__lte=day)


@history("search")
class Quote(Versioned):
    """W3C TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector (start, end).

    ``start`` is 0-based in code points, ``end`` exclusive; a ``locator`` (row, page, time) stands
    for them where there is no running text.
    """

    code = CodeField(unique=True, max_length=400, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="quotes", db_index=False)
    exact = models.TextField("words")
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    locator = models.CharField(max_length=100, blank=True, db_collation="C")
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, db_index=False, related_name="quotes"
    )
    voice = models.CharField(max_length=20, choices=Voice, default=Voice.NARRATION)
    relayed = ArrayField(
        models.CharField(max_length=255),
        default=list,
        blank=True,
        help_text="Through whom, in order.",
    )
    occasion = models.CharField(
        max_length=255,
        blank=True,
        db_collation="C",
        help_text="The briefing, interview or letter; one occasion is one origin.",
    )
    said = EdtfField(help_text="When it was said; empty: when the source was published.")
    said_earliest = bound_of("said", "earliest")
    said_latest = bound_of("said", "latest")
    translation = models.TextField(blank=True)
    search = search_of("exact", "translation")
    checked_on = models.DateField(null=True, blank=True, editable=False)
    note = models.TextField(blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["source", "start", "end"]
        indexes = [
            *where_named("quote", "speaker"),
            GinIndex(fields=["search"], name="quote_search"),
            by_change("quote"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "start", "end"],
                name="quote_span_once",  # and the index of the source's quotes, in their order
                violation_error_code="field:start",
                violation_error_message="This span of the source is a quote already.",
            ),
            models.CheckConstraint(
                name="quote_has_words",
                condition=~Q(exact=""),
                violation_error_code="field:exact",
                violation_error_message="A quote has words.",
            ),
            models.CheckConstraint(
                name="quote_has_a_place",
                condition=Q(start__isnull=False, end__isnull=False)
                | Q(start__isnull=True, end__isnull=True) & ~Q(locator=""),
                violation_error_code="field:start",
                violation_error_message="A quote says where it stands: start and end, or locator.",
            ),
            models.CheckConstraint(
                name="quote_span_length",
                condition=Q(start__isnull=True) | Q(start=F("end") - Length("exact")),
                violation_error_code="field:end",
                violation_error_message="The end is the start plus the length in code points.",
            ),
            models.CheckConstraint(
                name="quote_locator_format",
                condition=Q(locator="")
                | Q(locator__regex=f"^{LOCATOR}$") & ~Q(locator__regex=f"^{SPAN}$"),
                violation_error_code="field:locator",
                violation_error_message="A locator is letters, digits and . _ : - (p4, row-12, "
                "00:13:05), and no span: p3-5 for pages.",
            ),
            one_of("quote", "voice", Voice.values),
            *CODE_SAYS_SPAN,
            HOLDS_SOURCE,
            *QUOTE_LOCK,
            WORDS_FROZEN,
            words_carry("statement"),
            words_carry("tally"),
            *SAID_BEFORE_PUBLISHED,
            QUOTE_KEEPS_DEEDS,
            *quote_marks(),
            led_to("quote"),
            raise_version("quote"),
            *guarded("quote"),
        ]

    def __str__(self) -> str:
        return self.exact if len(self.exact) <= 100 else f"{self.exact[:99]}…"

    def save(self, *args: object, **kwargs: object) -> None:
        """The code is made from source and span; the end from the start, if left out."""
        if self.start is not None and self.end is None:
            self.end = self.start + len(self.exact)
        self.code = self.made_code
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def place(self) -> None:
        """Find where the words stand, if the text is held and the place was not given.

        Raises AnchorError where words, prefix and suffix do not say which place is meant.
        """
        if self.start is None and self.source.text is not None:
            self.start = locate(self.source.text, self.exact, self.prefix, self.suffix)

    @property
    def made_code(self) -> str:
        span = self.locator if self.start is None else f"{self.start}-{self.end}"
        return f"{self.source.code}:{span}"
