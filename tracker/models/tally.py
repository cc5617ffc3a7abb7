"""An official's claim about the coalition as a whole, which the record is held against."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tracker.domain.codes import SLUG
from tracker.domain.tallies import COUNTABLE
from tracker.domain.wording import bounds
from tracker.models.base import where_named
from tracker.models.choices import CountryType, Role
from tracker.models.circles import no_circle
from tracker.models.claim import Claim, claim_rules, part_rules
from tracker.models.country import Country
from tracker.models.history import history
from tracker.models.quote import Quote
from tracker.models.review import ReviewedQuerySet, review_indexes
from tracker.models.rules import Rule
from tracker.models.words import parts_carry

COUNTRIES = "countries"


def _words(values: list[str]) -> str:
    return f"ARRAY[{', '.join(map(repr, values))}]"


# Of each dimension, whether there is such a code as ``w``.
KNOWN = {
    "coalition": "EXISTS (SELECT 1 FROM tracker_coalition WHERE code = w)",
    "country": "EXISTS (SELECT 1 FROM tracker_country WHERE code = w)",
    "type": f"w = ANY ({_words(CountryType.values)})",
    "region": "true",
    "kind": "EXISTS (SELECT 1 FROM tracker_kind WHERE code = w)",
    "line_of_effort": "EXISTS (SELECT 1 FROM tracker_lineofeffort WHERE code = w)",
    "role": f"w = ANY ({_words(Role.values)})",
    "effort": f"w ~ '^{SLUG}$'",
    "place": "EXISTS (SELECT 1 FROM tracker_place WHERE code = w)",
}

COUNTS_WHAT_IS = Rule(
    name="tally_counts_what_is",
    on="INSERT OR UPDATE OF counts",
    declare="dimension text; wanted jsonb; unknown text;",
    body=f"""
    IF jsonb_typeof(NEW.counts) <> 'object' THEN
        PERFORM tracker_refuse('tally_counts_what_is',
            format('%s: what it counts is not a query.', NEW.code),
            'Write parameters of the API: {{"kind": "training"}}.');
    END IF;
    FOR dimension, wanted IN SELECT * FROM jsonb_each(NEW.counts) LOOP
        IF dimension <> ALL ({_words(list(COUNTABLE))}) THEN
            PERFORM tracker_refuse('tally_counts_what_is',
                format('%s: a tally cannot count by %s.', NEW.code, dimension),
                'It can by {", ".join(COUNTABLE)}.');
        END IF;
        IF jsonb_typeof(wanted) <> 'string' OR wanted #>> '{{}}' = '' THEN
            PERFORM tracker_refuse('tally_counts_what_is',
                format('%s: %s is no text, and not empty.', NEW.code, dimension),
                'Write a code, or several with commas: "military,training.military".');
        END IF;
        SELECT w INTO unknown FROM unnest(string_to_array(wanted #>> '{{}}', ',')) w
            WHERE NOT CASE dimension {" ".join(f"WHEN '{k}' THEN {v}" for k, v in KNOWN.items())}
            END LIMIT 1;
        IF unknown IS NOT NULL THEN
            PERFORM tracker_refuse('tally_counts_what_is',
                format('%s: there is no %s %s.', NEW.code, replace(dimension, '_', ' '), unknown),
                'Name one that exists.');
        END IF;
    END LOOP;
    """,
    field="counts",
)


@history()
class Tally(Claim):
    """``counts`` is a query in the API's own language; without a metric it counts countries."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="tallies", db_index=False)
    counts = models.JSONField(
        default=dict, blank=True, help_text='What is counted: {"kind": "training"}.'
    )
    out_of = models.PositiveIntegerField(null=True, blank=True, help_text="“59 of the 65”: 65.")
    not_narrowed = models.TextField(
        blank=True, help_text="What the words narrow and the query could not."
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="parts"
    )
    names = models.ManyToManyField(
        Country, through="TallyCountry", related_name="tallies", blank=True
    )
    further_quotes = models.ManyToManyField(
        Quote, through="TallyQuote", related_name="further_tallies", blank=True
    )

    objects = ReviewedQuerySet.as_manager()

    class Meta:
        ordering = ["quote", "position"]
        verbose_name_plural = "tallies"
        permissions = [("publish_tally", "Can publish and withdraw tallies")]
        indexes = [*review_indexes("tally"), *where_named("tally", "metric", "part_of")]
        constraints = [
            *claim_rules("tally"),
            models.CheckConstraint(
                name="tally_has_a_number",
                condition=Q(low__isnull=False) | Q(high__isnull=False),
                violation_error_code="field:low",
                violation_error_message="A tally has a number; either bound may be open, not both.",
            ),
            models.CheckConstraint(
                name="tally_out_of_bounds_it",
                condition=Q(out_of__isnull=True) | Q(low__isnull=True) | Q(low__lte=F("out_of")),
                violation_error_code="field:out_of",
                violation_error_message="A tally is not above what it is out of.",
            ),
            models.CheckConstraint(
                name="tally_not_its_own_part",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                violation_error_code="field:part_of",
                violation_error_message="A tally is not part of itself.",
            ),
            no_circle("tally", "part_of"),
            COUNTS_WHAT_IS,
        ]

    def __str__(self) -> str:
        return self.words or f"{bounds(self.low, self.high)} {self.measure}"

    @property
    def measure(self) -> str:
        return self.metric_id or COUNTRIES


@history(by="tally")
class TallyCountry(models.Model):
    """A country that a tally's words name ("such as") or exclude ("other than")."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="countries")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    excluded = models.BooleanField(default=False)

    class Meta:
        ordering = ["tally", "country"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "country"], name="tallycountry_once"),
            *part_rules("tallycountry", "tally"),
        ]

    def __str__(self) -> str:
        return f"{'not ' if self.excluded else ''}{self.country_id}"


@history(by="tally")
class TallyQuote(models.Model):
    """A further quote that a tally rests on."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="rests_on")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["tally", "position"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "quote"], name="tallyquote_once"),
            *part_rules("tallyquote", "tally"),
            parts_carry("tallyquote", "tally"),
        ]

    def __str__(self) -> str:
        return f"{self.tally_id} with {self.quote_id}"
