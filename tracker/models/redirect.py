"""Where a code that was merged or withdrawn leads."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tracker.models.base import CodeField, one_of
from tracker.models.history import guarded, history
from tracker.models.rules import Rule


class Target(models.TextChoices):
    """The models whose codes a redirect may speak of."""

    CONTRIBUTION = "contribution", "Contribution"
    STATEMENT = "statement", "Statement"
    TALLY = "tally", "Tally"
    SOURCE = "source", "Source"
    SPEAKER = "speaker", "Speaker"
    QUOTE = "quote", "Quote"


REVIEWED = "('contribution', 'statement', 'tally')"

LEADS_AWAY = Rule(
    name="redirect_leads_away",
    on="INSERT OR UPDATE OF model, code",
    deferred=True,
    declare=f"""
    found boolean;
    there text := CASE WHEN NEW.model IN {REVIEWED}
        THEN $there$review = 'published'$there$ ELSE 'true' END;
    """,
    body="""
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM tracker_%s t WHERE t.code = $1 AND %s AND '
        'EXISTS (SELECT 1 FROM tracker_redirect r WHERE r.id = $2))', NEW.model, there)
        INTO found USING NEW.code, NEW.id;
    IF found THEN
        PERFORM tracker_refuse('redirect_leads_away',
            format('%s is there: nothing leads away from it.', NEW.code),
            'Withdraw or merge it first.');
    END IF;
    """,
    field="code",
)

LEADS_SOMEWHERE = Rule(
    name="redirect_leads_somewhere",
    on="INSERT OR UPDATE OF model, code, target",
    when="NEW.target <> ''",
    deferred=True,
    declare=f"""
    found boolean;
    public text := CASE WHEN NEW.model IN {REVIEWED}
        THEN 'published_at IS NOT NULL' ELSE 'true' END;
    """,
    body="""
    PERFORM pg_advisory_xact_lock('tracker_redirect'::regclass::oid::bigint);
    IF EXISTS (WITH RECURSIVE way(code) AS (
            SELECT r.target FROM tracker_redirect r WHERE r.id = NEW.id
            UNION SELECT r.target FROM tracker_redirect r JOIN way ON r.code = way.code
            WHERE r.model = NEW.model)
            SELECT 1 FROM way WHERE way.code = NEW.code) THEN
        PERFORM tracker_refuse('redirect_leads_somewhere',
            format('%s would lead back to itself.', NEW.code), 'Lead to where the way ends.');
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM tracker_%s WHERE code = $1 AND %s '
        'UNION ALL SELECT 1 FROM tracker_redirect WHERE model = $2 AND code = $1)',
        NEW.model, public) INTO found USING NEW.target, NEW.model;
    IF NOT found THEN
        PERFORM tracker_refuse('redirect_leads_somewhere',
            format('%s leads to %s, which is no public %s.', NEW.code, NEW.target, NEW.model),
            'Publish it first, or leave the target out.');
    END IF;
    """,
    field="target",
)

STAYS = Rule(
    name="redirect_stays",
    on="DELETE",
    declare="found boolean := false;",
    body=f"""
    IF OLD.model IN {REVIEWED} THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM tracker_%s WHERE code = $1 AND review = %L)',
            OLD.model, 'published') INTO found USING OLD.code;
    END IF;
    IF NOT found AND NOT tracker_restores('redirect', OLD.id::text, NULL) THEN
        PERFORM tracker_refuse('redirect_stays',
            format('%s may have been cited: it leads on.', OLD.code),
            'It goes when what it was is published again, or the merge is undone.');
    END IF;
    """,
)


def led_to(table: str) -> Rule:
    """What a redirect leads to is not deleted."""
    return Rule(
        name=f"{table}_is_led_to",
        on="DELETE",
        body=f"""
        IF EXISTS (SELECT 1 FROM tracker_redirect r
                WHERE r.model = '{table}' AND r.target = OLD.code) THEN
            PERFORM tracker_refuse('{table}_is_led_to',
                format('%s: what was merged or withdrawn leads to it.', OLD.code),
                'Leave it, or lead elsewhere first.');
        END IF;
        """,
    )


def not_reused(table: str) -> Rule:
    """A code that leads elsewhere is not given to another record."""
    return Rule(
        name=f"{table}_code_not_reused",
        on="INSERT OR UPDATE OF code",
        deferred=True,
        declare="target text;",
        body=f"""
        SELECT r.target INTO target FROM tracker_redirect r
            WHERE r.model = '{table}' AND r.code = NEW.code
            AND EXISTS (SELECT 1 FROM tracker_{table} t WHERE t.code = NEW.code);
        IF FOUND THEN
            PERFORM tracker_refuse('{table}_code_not_reused',
                format('%s was merged into %s.', NEW.code, target),
                format('Use %s, or another code.', target));
        END IF;
        """,
        field="code",
    )


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def left(self, model: type[models.Model], code: str) -> Redirect | None:
        """Where a code of the model leads that was merged or withdrawn."""
        return self.filter(model=model._meta.model_name, code=code).first()


@history()
class Redirect(models.Model):
    """Merged: answered 308, with the target. Withdrawn: 410, with reason and successor."""

    class Because(models.TextChoices):
        MERGED = "merged", "Merged"
        WITHDRAWN = "withdrawn", "Withdrawn"

    model = models.CharField(max_length=20, choices=Target)
    code = CodeField(max_length=420)
    because = models.CharField(max_length=10, choices=Because)
    target = CodeField(max_length=420, blank=True, help_text="The code it leads to.")
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["model", "code"]
        indexes = [models.Index(fields=["model", "target"], name="redirect_target")]
        constraints = [
            models.UniqueConstraint(fields=["model", "code"], name="redirect_once"),
            one_of("redirect", "model", Target.values),
            one_of("redirect", "because", ["merged", "withdrawn"]),
            models.CheckConstraint(
                name="redirect_merged_has_target",
                condition=~Q(because="merged") | ~Q(target=""),
                violation_error_code="field:target",
                violation_error_message="What was merged leads to what it was merged into.",
            ),
            models.CheckConstraint(
                name="redirect_elsewhere",
                condition=~Q(target=F("code")),
                violation_error_code="field:target",
                violation_error_message="A redirect leads elsewhere.",
            ),
            models.CheckConstraint(
                name="redirect_has_reason",
                condition=~Q(reason=""),
                violation_error_code="field:reason",
                violation_error_message="A redirect says why.",
            ),
            LEADS_AWAY,
            LEADS_SOMEWHERE,
            STAYS,
            *guarded("redirect"),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.target or self.because}"

    def last_target(self) -> str:
        """The code at which its way ends; empty if it leads nowhere."""
        here: Redirect | None = self
        target = ""
        while here is not None:
            target = here.target
            here = Redirect.objects.filter(model=self.model, code=target).first()
        return target
