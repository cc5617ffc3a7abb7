"""Totals leave out presumed ties, pooled funds and private givers: so the record tells which."""

from django.conf import settings
from django.db import migrations, models

import tracker.models.rules

# What is stored already is derived anew: only states of which all live statements are presumed.
FILL = """
CREATE TEMPORARY TABLE presumed ON COMMIT DROP AS
    SELECT s.id, s.contribution_id FROM tracker_state s WHERE NOT EXISTS (
        SELECT 1 FROM tracker_standing t JOIN tracker_statement m ON m.id = t.statement_id
        WHERE t.contribution_id = s.contribution_id AND m.tie = 'stated'
            AND t.known_from <= s.known_from
            AND (t.known_until IS NULL OR t.known_until > s.known_from));
INSERT INTO tracker_stale (contribution_id)
    SELECT DISTINCT contribution_id FROM presumed ORDER BY contribution_id;
UPDATE tracker_state SET presumed_only = true WHERE id IN (SELECT id FROM presumed);
SET LOCAL tracker.deriving = 'on';
DELETE FROM tracker_stale;
SET LOCAL tracker.deriving = 'off';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0004_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="country",
            name="country_type_value",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_counts_what_is",
        ),
        migrations.AddField(
            model_name="state",
            name="presumed_only",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="country",
            name="type",
            field=models.CharField(
                choices=[
                    ("state", "State"),
                    ("region", "Region of a state"),
                    ("organisation", "Organisation"),
                    ("group", "Group, as words name it"),
                    ("coalition", "The coalition together"),
                    ("fund", "Pooled fund"),
                    ("private", "Private giver"),
                    ("undisclosed", "Not disclosed"),
                ],
                default="state",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="countryevent",
            name="type",
            field=models.CharField(
                choices=[
                    ("state", "State"),
                    ("region", "Region of a state"),
                    ("organisation", "Organisation"),
                    ("group", "Group, as words name it"),
                    ("coalition", "The coalition together"),
                    ("fund", "Pooled fund"),
                    ("private", "Private giver"),
                    ("undisclosed", "Not disclosed"),
                ],
                default="state",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "type__in",
                        [
                            "state",
                            "region",
                            "organisation",
                            "group",
                            "coalition",
                            "fund",
                            "private",
                            "undisclosed",
                        ],
                    )
                ),
                name="country_type_value",
                violation_error_code="field:type",
                violation_error_message="type is one of: state, region, organisation, group, coalition, fund, private, undisclosed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=tracker.models.rules.Rule(
                body="IF jsonb_typeof(NEW.counts) <> 'object' THEN\nPERFORM tracker_refuse('tally_counts_what_is',\nformat('%s: what it counts is not a query.', NEW.code),\n'Write parameters of the API: {\"kind\": \"training\"}.');\nEND IF;\nFOR dimension, wanted IN SELECT * FROM jsonb_each(NEW.counts) LOOP\nIF dimension <> ALL (ARRAY['coalition', 'country', 'type', 'region', 'kind', 'line_of_effort', 'role', 'effort', 'place']) THEN\nPERFORM tracker_refuse('tally_counts_what_is',\nformat('%s: a tally cannot count by %s.', NEW.code, dimension),\n'It can by coalition, country, type, region, kind, line_of_effort, role, effort, place.');\nEND IF;\nIF jsonb_typeof(wanted) <> 'string' OR wanted #>> '{}' = '' THEN\nPERFORM tracker_refuse('tally_counts_what_is',\nformat('%s: %s is no text, and not empty.', NEW.code, dimension),\n'Write a code, or several with commas: \"military,training.military\".');\nEND IF;\nSELECT w INTO unknown FROM unnest(string_to_array(wanted #>> '{}', ',')) w\nWHERE NOT CASE dimension WHEN 'coalition' THEN EXISTS (SELECT 1 FROM tracker_coalition WHERE code = w) WHEN 'country' THEN EXISTS (SELECT 1 FROM tracker_country WHERE code = w) WHEN 'type' THEN w = ANY (ARRAY['state', 'region', 'organisation', 'group', 'coalition', 'fund', 'private', 'undisclosed']) WHEN 'region' THEN true WHEN 'kind' THEN EXISTS (SELECT 1 FROM tracker_kind WHERE code = w) WHEN 'line_of_effort' THEN EXISTS (SELECT 1 FROM tracker_lineofeffort WHERE code = w) WHEN 'role' THEN w = ANY (ARRAY['lead', 'co-lead', 'participant', 'host']) WHEN 'effort' THEN w ~ '^[a-z0-9]+(?:-[a-z0-9]+)*$' WHEN 'place' THEN EXISTS (SELECT 1 FROM tracker_place WHERE code = w)\nEND LIMIT 1;\nIF unknown IS NOT NULL THEN\nPERFORM tracker_refuse('tally_counts_what_is',\nformat('%s: there is no %s %s.', NEW.code, replace(dimension, '_', ' '), unknown),\n'Name one that exists.');\nEND IF;\nEND LOOP;",
                declare="dimension text; wanted jsonb; unknown text;",
                field="counts",
                name="tally_counts_what_is",
                on="INSERT OR UPDATE OF counts",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
