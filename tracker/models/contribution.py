"""What one contributor gives of one kind to one coalition: identity only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, FilteredRelation, Q

from tracker.domain.codes import SLUG, Path
from tracker.domain.totals import containers_of
from tracker.models.base import (
    CodeField,
    Versioned,
    by_change,
    frozen_code,
    raise_version,
    search_of,
    where_named,
)
from tracker.models.circles import no_circle
from tracker.models.coalition import Coalition
from tracker.models.country import Country
from tracker.models.history import guarded, history
from tracker.models.kind import Kind
from tracker.models.place import Place
from tracker.models.redirect import led_to
from tracker.models.review import (
    EVER_PUBLISHED,
    Reviewed,
    ReviewedQuerySet,
    review_indexes,
    review_rules,
)
from tracker.models.rules import Rule

if TYPE_CHECKING:
    from datetime import date

MARKS_ITSELF = Rule(
    name="contribution_marks_states",
    on="UPDATE",
    statement=True,
    body="""
    PERFORM tracker_mark(ARRAY(
        SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE n.review IS DISTINCT FROM o.review AND 'published' IN (o.review, n.review)));
    """,
)

PATH_SAYS_PARTS = Rule(
    name="contribution_path_says_parts",
    on="INSERT OR UPDATE OF path, country_id, kind_id, theatre_id, name",
    declare="expected text := NEW.country_id || '/' || NEW.kind_id "
    "|| coalesce('@' || NEW.theatre_id, '') || coalesce('#' || nullif(NEW.name, ''), '');",
    body="""
    IF NEW.path <> expected THEN
        PERFORM tracker_refuse('contribution_path_says_parts',
            format('A path says its parts: %s, not %s.', expected, NEW.path),
            'Leave the path out; it is made from country, kind, theatre and name.');
    END IF;
    """,
    field="name",
)

CODE_SAYS_PATH = Rule(
    name="contribution_path_spells_code",
    on="INSERT OR UPDATE OF code, path, coalition_id",
    declare="expected text;",
    body="""
    SELECT CASE WHEN c.code_prefix <> '' THEN c.code_prefix || '-' ELSE '' END
            || translate(lower(NEW.path), '/.@#', '----')
        INTO expected FROM tracker_coalition c WHERE c.code = NEW.coalition_id;
    IF NEW.code <> expected THEN
        PERFORM tracker_refuse('contribution_path_spells_code',
            format('A contribution''s code says its path: %s, not %s.', expected, NEW.code),
            'Leave the code out; it is made from the path.');
    END IF;
    """,
    field="name",
)

SUPPORTED = Rule(
    name="contribution_supported",
    on="INSERT OR UPDATE OF review",
    when="NEW.review = 'published'",
    deferred=True,
    declare="""
    stage text := (SELECT c.review FROM tracker_contribution c WHERE c.id = NEW.id);
    """,
    body="""
    IF stage = 'published' AND NOT EXISTS (SELECT 1 FROM tracker_statement s
                WHERE s.contribution_id = NEW.id AND s.review = 'published') THEN
        PERFORM tracker_refuse('contribution_supported',
            format('%s: nothing published supports it.', NEW.path),
            'Publish a statement of it first, or in the same transaction.');
    END IF;
    """,
    field="review",
)


LEAVES_STATEMENTS = Rule(
    name="contribution_leaves_statements",
    on="UPDATE OF review",
    when="OLD.review = 'published' AND NEW.review <> 'published'",
    deferred=True,
    declare="""
    stage text := (SELECT c.review FROM tracker_contribution c WHERE c.id = NEW.id);
    """,
    body="""
    IF stage <> 'published' AND EXISTS (SELECT 1 FROM tracker_statement s
            WHERE s.contribution_id = NEW.id AND s.review = 'published') THEN
        PERFORM tracker_refuse('contribution_leaves_statements',
            format('%s: statements of it are still published.', NEW.path),
            'Withdraw them with it; one action does both.');
    END IF;
    """,
    field="review",
)


class ContributionQuerySet(ReviewedQuerySet):
    def at(self, known_on: date | None = None, *conditions: Q) -> ContributionQuerySet:
        """Published contributions with the state (alias ``state``) known on a day, or now.

        One that nothing was known of on that day is left out. Conditions on the state are given
        here: in a filter of their own they would join it once more.
        """
        if known_on is None:
            now = Q(states__known_until__isnull=True)
        else:
            now = Q(states__known_from__lte=known_on) & (
                Q(states__known_until__gt=known_on) | Q(states__known_until__isnull=True)
            )
        return (
            self.published()
            .annotate(state=FilteredRelation("states", condition=now))
            .filter(*conditions, state__id__isnull=False)
        )

    def wholes_of(self, part: Contribution) -> ContributionQuerySet:
        """What it lies in: by its path shortened, or as what it is part of."""
        shortened = [str(path) for path in containers_of(part.parts_path, {})]
        return self.filter(
            Q(coalition=part.coalition_id, path__in=shortened) | Q(pk=part.part_of_id)
        )

    def parts_of(self, whole: Contribution) -> ContributionQuerySet:
        """What lies in it by its path; what is named as part of it stands in ``parts``."""
        own = whole.parts_path
        same = {"theatre": own.theatre, "name": own.name}
        return self.filter(
            path__regex=rf"^{re.escape(f'{own.country}/{own.kind}')}([.@#]|$)",  # by its index
            coalition=whole.coalition_id,
            **{name: value for name, value in same.items() if value},
        ).exclude(pk=whole.pk)


@history("search")
class Contribution(Versioned, Reviewed):
    """A path ``COUNTRY/kind[@theatre][#name]``; all else that is known is said by statements."""

    code = CodeField(unique=True, blank=True)
    # Indexed below, together with what lists are ordered by.
    coalition = models.ForeignKey(
        Coalition, models.PROTECT, related_name="contributions", db_index=False
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="contributions", db_index=False
    )
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="contributions", db_index=False)
    theatre = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="contributions",
    )
    name = models.CharField(
        max_length=100,
        blank=True,
        db_collation="C",
        help_text="A slug that tells it from others of its kind: charles-de-gaulle.",
    )
    path = CodeField(blank=True, editable=False)
    title_override = models.CharField("title", max_length=255, blank=True)
    search = search_of("path", "title_override")
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="parts"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        permissions = [("publish_contribution", "Can publish and withdraw contributions")]
        indexes = [
            models.Index(fields=["country", "code"], name="contribution_country_code"),
            models.Index(fields=["kind", "code"], name="contribution_kind_code"),
            models.Index(fields=["country", "kind", "code"], name="contribution_country_kind_code"),
            by_change("contribution"),
            GinIndex(fields=["search"], name="contribution_search"),
            *review_indexes("contribution"),
            *where_named("contribution", "theatre", "part_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "path"],
                name="contribution_path_once",
                violation_error_code="field:name",
                violation_error_message="This coalition has that contribution already.",
            ),
            PATH_SAYS_PARTS,
            CODE_SAYS_PATH,
            models.CheckConstraint(
                name="contribution_name_format",
                condition=Q(name="") | Q(name__regex=f"^{SLUG}$"),
                violation_error_code="field:name",
                violation_error_message="A contribution's name is a slug: charles-de-gaulle.",
            ),
            models.CheckConstraint(
                name="contribution_part_of_another",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                violation_error_code="field:part_of",
                violation_error_message="A contribution is not part of itself.",
            ),
            *review_rules("contribution", content_frozen=False),
            no_circle("contribution", "part_of", more="o.coalition_id <> NEW.coalition_id"),
            SUPPORTED,
            LEAVES_STATEMENTS,
            MARKS_ITSELF,
            led_to("contribution"),
            frozen_code("contribution", when=EVER_PUBLISHED),
            frozen_code("contribution", "coalition_id", when=EVER_PUBLISHED),
            frozen_code("contribution", "path", when=EVER_PUBLISHED),
            raise_version("contribution"),
            *guarded("contribution"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Path and code are made from the parts."""
        self.path = str(self.parts_path)
        self.code = self.parts_path.code(self.coalition.code_prefix)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def parts_path(self) -> Path:
        return Path(self.country_id, self.kind_id, self.theatre_id or "", self.name)

    @property
    def title(self) -> str:
        """Overridden, or made: "France: airstrikes (Syria)"."""
        if self.title_override:
            return self.title_override
        more = [str(self.theatre)] if self.theatre_id else []
        more += [self.name.replace("-", " ")] if self.name else []
        made = f"{self.country.name}: {self.kind.name[:1].lower()}{self.kind.name[1:]}"
        return f"{made} ({', '.join(more)})" if more else made
