"""An official's claim about the coalition as a whole, which the record is held against."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tracker.domain.ladder import Status
from tracker.models.base import frozen_code, raise_version
from tracker.models.history import history
from tracker.models.choices import BoundsBy
from tracker.models.country import Country
from tracker.models.quote import Quote
from tracker.models.review import EVER_PUBLISHED, ReviewedQuerySet, review_rules
from tracker.models.statement import Claim, code_says_quote, one_of, quantity_rules, words_stand

COUNTRIES = "countries"


@history()
class Tally(Claim):
    """``counts`` is a query in the API's own language; without a metric it counts countries."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="tallies")
    counts = models.JSONField(
        default=dict, blank=True, help_text='What is counted: {"kind": "training"}.'
    )
    out_of = models.PositiveIntegerField(null=True, blank=True, help_text="“59 of the 65”: 65.")
    not_narrowed = models.TextField(
        blank=True, help_text="What the words narrow and the query could not."
    )
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
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
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "number"],
                name="tally_number_once",
                violation_error_code="field:number",
                violation_error_message="This number is taken in its quote; none is reused.",
            ),
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
            models.CheckConstraint(
                name="tally_credibility",
                condition=Q(credibility__range=(1, 6)) & (~Q(credibility=5) | ~Q(note="")),
                violation_error_code="field:credibility",
                violation_error_message="Credibility is 1 to 6; 5 (improbable) needs a note.",
            ),
            one_of("tally", "status", [s.value for s in Status], blank=True),
            one_of("tally", "bounds_by", BoundsBy.values),
            *quantity_rules("tally"),
            *review_rules("tally", content_frozen=True),
            words_stand("tally"),
            code_says_quote("tally"),
            frozen_code("tally", when=EVER_PUBLISHED),
            raise_version("tally"),
        ]

    def __str__(self) -> str:
        return self.words or f"{self.low}–{self.high} {self.measure}"

    @property
    def measure(self) -> str:
        return self.metric_id or COUNTRIES


@history()
class TallyCountry(models.Model):
    """A country that a tally's words name ("such as") or exclude ("other than")."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="countries")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    excluded = models.BooleanField(default=False)

    class Meta:
        ordering = ["tally", "country"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "country"], name="tallycountry_once"),
        ]

    def __str__(self) -> str:
        return f"{'not ' if self.excluded else ''}{self.country_id}"


@history()
class TallyQuote(models.Model):
    """A further quote that a tally rests on."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="rests_on")
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["tally", "position"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "quote"], name="tallyquote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tally_id} with {self.quote_id}"
