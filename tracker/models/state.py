"""What published statements add up to: derived, never typed (semantics B to E).

``State`` and its ``Figure`` rows hold for the days of knowledge from ``known_from`` until
``known_until`` (exclusive; empty: still). ``Standing`` says of each published statement whose word
it is and which days its words cover. ``Stale`` names what must be derived before the transaction
may end.
"""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.domain.dates import Span
from tracker.domain.figures import Bounds
from tracker.domain.stake import Stake
from tracker.domain.state import State as Derived
from tracker.models.base import newer
from tracker.models.choices import Review
from tracker.models.contribution import Contribution
from tracker.models.history import not_emptied
from tracker.models.metric import Metric
from tracker.models.rules import Rule
from tracker.models.statement import Statement


def _day(**kwargs: object) -> models.DateField:
    return models.DateField(null=True, **kwargs)  # type: ignore[arg-type]


class Stale(models.Model):
    """A contribution whose state must be derived before this transaction may commit."""

    # Not CASCADE: Django would delete its row first, which nobody may who does not derive. What
    # can be deleted was never published, and so is never stale.
    contribution = models.OneToOneField(
        Contribution, models.DO_NOTHING, primary_key=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "stale"
        constraints = [
            Rule(
                name="stale_is_derived",
                on="INSERT",
                deferred=True,
                body="""
                IF EXISTS (SELECT 1 FROM tracker_stale t
                        WHERE t.contribution_id = NEW.contribution_id) THEN
                    PERFORM tracker_refuse('stale_is_derived',
                        format('%s: what it rests on changed, but its state was not derived.',
                            (SELECT path FROM tracker_contribution WHERE id = NEW.contribution_id)),
                        'Call tracker.actions.derive() in the same transaction.');
                END IF;
                """,
            ),
            Rule(
                name="stale_is_kept",
                on="UPDATE OR DELETE",
                when="current_setting('tracker.deriving', true) IS DISTINCT FROM 'on'",
                body="""
                PERFORM tracker_refuse('stale_is_kept',
                    'What is out of date is derived, not declared to be up to date.',
                    'Call tracker.actions.derive() in the same transaction.');
                """,
            ),
            Rule(
                name="stale_raises_version",
                on="INSERT",
                statement=True,
                body=newer("contribution", "SELECT contribution_id FROM new_rows"),
            ),
            not_emptied("stale"),
        ]

    def __str__(self) -> str:
        return str(self.contribution_id)


def written_by_derivation(table: str, event: str) -> Rule:
    """A derived row changes only while its contribution is marked stale."""
    rows = {
        "INSERT": "new_rows",
        "UPDATE": "(SELECT contribution_id FROM old_rows UNION SELECT contribution_id "
        "FROM new_rows)",
        "DELETE": "old_rows",
    }[event]
    return Rule(
        name=f"{table}_{event.lower()}_is_derived",
        on=event,
        statement=True,
        body=f"""
        IF EXISTS (SELECT 1 FROM {rows} r LEFT JOIN tracker_stale t USING (contribution_id)
                JOIN tracker_contribution c ON c.id = r.contribution_id
                WHERE t.contribution_id IS NULL) THEN
            PERFORM tracker_refuse('{table}_{event.lower()}_is_derived',
                'A state is derived from statements, never typed.',
                'Change the statements it rests on.');
        END IF;
        """,
    )


class StateQuerySet(models.QuerySet["State"]):
    def at(self, known_on: date | None = None) -> StateQuerySet:
        """The states of published contributions as known on a day, or now."""
        published = self.filter(contribution__review=Review.PUBLISHED)
        if known_on is None:
            return published.filter(known_until__isnull=True)
        return published.filter(
            Q(known_until__isnull=True) | Q(known_until__gt=known_on), known_from__lte=known_on
        )


class State(models.Model):
    """One contribution as it was known from one day until another.

    ``metric``, ``currency``, ``low`` and ``high`` repeat the main one of its figures: of its own
    status group, preferably of what the carrying statement counts. ``statements``: how many are
    live.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="states")
    known_from = models.DateField()
    known_until = _day()
    status = models.CharField(max_length=12, blank=True)
    status_group = models.CharField(max_length=12, blank=True)
    change = models.CharField(max_length=10, blank=True)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="states_carried")
    statements = models.PositiveIntegerField(default=1)
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3, blank=True)
    low = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    conditioned = models.BooleanField(default=False)
    implied_only = models.BooleanField(default=False)
    presumed_only = models.BooleanField(default=False)
    disputed = models.BooleanField(default=False)
    denied_by_self = models.BooleanField(default=False)
    status_conflict = models.BooleanField(default=False)
    figure_conflict = models.BooleanField(default=False)
    started_earliest = _day()
    started_latest = _day()
    ended_earliest = _day()
    ended_latest = _day()
    held_earliest = _day()
    held_latest = _day()
    stands_from = _day()
    last_as_of = _day()
    outlook = ArrayField(models.BigIntegerField(), default=list)
    outlook_status = models.CharField(max_length=12, blank=True)
    outlook_change = models.CharField(max_length=10, blank=True)
    due_latest = _day()

    objects = StateQuerySet.as_manager()

    class Meta:
        ordering = ["contribution", "known_from"]
        indexes = [
            models.Index(
                fields=["status_group", "status"],
                condition=Q(known_until__isnull=True),
                name="state_now_group",
            ),
            models.Index(
                fields=["status", "contribution"],
                condition=Q(known_until__isnull=True),
                name="state_now_status",
            ),
            # What analysts have to settle: one or two of a hundred, wherever it stands.
            models.Index(
                fields=["contribution"],
                condition=Q(known_until__isnull=True, disputed=True),
                name="state_now_disputed",
            ),
            models.Index(
                fields=["contribution"],
                condition=Q(known_until__isnull=True)
                & (Q(denied_by_self=True) | Q(status_conflict=True) | Q(figure_conflict=True)),
                name="state_now_in_conflict",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(known_until__isnull=True),
                name="state_one_now",
            ),
            models.UniqueConstraint(fields=["contribution", "known_from"], name="state_one_a_day"),
            models.CheckConstraint(
                name="state_known_ordered",
                condition=Q(known_until__isnull=True) | Q(known_from__lt=F("known_until")),
            ),
            *(written_by_derivation("state", event) for event in ("INSERT", "UPDATE", "DELETE")),
            not_emptied("state"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.status}"

    @property
    def derived(self) -> Derived:
        """As the rules of the domain see it (its figures stand in their own table)."""
        return Derived(
            known_from=self.known_from,
            known_until=self.known_until,
            status=self.status,
            group=self.status_group,
            change=self.change,
            statement=self.statement_id,
            live=(),
            conditioned=self.conditioned,
            status_conflict=self.status_conflict,
            disputed=self.disputed,
            denied_by_self=self.denied_by_self,
            figure_conflict=self.figure_conflict,
            implied_only=self.implied_only,
            presumed_only=self.presumed_only,
            started=self._span("started"),
            ended=self._span("ended"),
            held=self._span("held"),
            stands_from=self.stands_from,
            last_as_of=self.last_as_of,
            outlook=tuple(self.outlook),
            outlook_status=self.outlook_status,
            outlook_change=self.outlook_change,
            due=Span(None, self.due_latest) if self.due_latest else None,
        )

    def _span(self, name: str) -> Span | None:
        span = Span(getattr(self, f"{name}_earliest"), getattr(self, f"{name}_latest"))
        return span if span.is_dated else None


class Figure(models.Model):
    """A state's number per (status group, metric, currency); groups are never added (E2)."""

    state = models.ForeignKey(State, models.CASCADE, related_name="figures")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="+")
    status_group = models.CharField(max_length=12)
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, blank=True)
    low = models.DecimalField(max_digits=24, decimal_places=4)
    high = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    conflict = models.BooleanField(default=False)
    rate = models.BooleanField(default=False)
    per = models.CharField(max_length=10, blank=True)
    equivalent = models.BooleanField(default=False)
    windows = models.JSONField(default=list)
    statements = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["state", "status_group", "metric", "currency"]
        indexes = [models.Index(fields=["metric", "low"], name="figure_metric_low")]
        constraints = [
            *(written_by_derivation("figure", event) for event in ("INSERT", "UPDATE", "DELETE")),
            not_emptied("figure"),
        ]

    def __str__(self) -> str:
        return f"{self.low}–{self.high} {self.metric_id}"

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.low, self.high)


class Standing(models.Model):
    """Where a published statement stands: its stake, origin, days, and from when it was known."""

    statement = models.OneToOneField(
        Statement, models.CASCADE, primary_key=True, related_name="standing"
    )
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="+")
    stake = models.CharField(max_length=12, choices=Stake.choices, db_index=True)
    origin = models.CharField(max_length=600, db_index=True)
    known_from = models.DateField(db_index=True)
    known_until = _day()
    said_earliest = _day()
    said_latest = _day()
    held_earliest = _day()
    held_latest = _day()
    as_of_earliest = _day()
    as_of_latest = _day()

    class Meta:
        constraints = [
            *(written_by_derivation("standing", event) for event in ("INSERT", "UPDATE", "DELETE")),
            not_emptied("standing"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.stake}"
