"""Actions as the heads of the history; undo, and merges, in the rules."""

from pathlib import Path

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tracker.models.rules

SQL = Path(__file__).resolve().parent.parent / "models" / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0006_receipts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("what", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=20)),
                ("record", models.BigIntegerField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.contrib.postgres.functions.TransactionNow(),
                        editable=False,
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ["at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="contribution_review_flow",
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="contribution_marks_stay",
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="contribution_own_words",
        ),
        migrations.RemoveConstraint(
            model_name="quote",
            name="quote_words_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="redirect",
            name="redirect_model_value",
        ),
        migrations.RemoveConstraint(
            model_name="redirect",
            name="redirect_stays",
        ),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_text_lock",
        ),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_delete_kept",
        ),
        migrations.RemoveConstraint(
            model_name="speaker",
            name="speaker_code_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="stale",
            name="stale_is_kept",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_review_flow",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_marks_stay",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_own_words",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_published_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_code_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_update_marks_states",
        ),
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_of_published",
        ),
        migrations.RemoveConstraint(
            model_name="statementquote",
            name="statementquote_published_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_review_flow",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_marks_stay",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_own_words",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_published_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_code_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="tallycountry",
            name="tallycountry_published_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="tallyquote",
            name="tallyquote_published_frozen",
        ),
        migrations.RemoveConstraint(
            model_name="token",
            name="token_delete_kept",
        ),
        migrations.AlterField(
            model_name="redirect",
            name="model",
            field=models.CharField(
                choices=[
                    ("contribution", "Contribution"),
                    ("statement", "Statement"),
                    ("tally", "Tally"),
                    ("source", "Source"),
                    ("speaker", "Speaker"),
                    ("quote", "Quote"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="redirectevent",
            name="model",
            field=models.CharField(
                choices=[
                    ("contribution", "Contribution"),
                    ("statement", "Statement"),
                    ("tally", "Tally"),
                    ("source", "Source"),
                    ("speaker", "Speaker"),
                    ("quote", "Quote"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="coalitionevent",
            index=models.Index(fields=["pgh_context_id"], name="coalitionevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="contributionevent",
            index=models.Index(fields=["pgh_context_id"], name="contributionevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="countryevent",
            index=models.Index(fields=["pgh_context_id"], name="countryevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="kindevent",
            index=models.Index(fields=["pgh_context_id"], name="kindevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="lineofeffortevent",
            index=models.Index(fields=["pgh_context_id"], name="lineofeffortevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="memberevent",
            index=models.Index(fields=["pgh_context_id"], name="memberevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="metricevent",
            index=models.Index(fields=["pgh_context_id"], name="metricevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="placeevent",
            index=models.Index(fields=["pgh_context_id"], name="placeevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="quoteevent",
            index=models.Index(fields=["pgh_context_id"], name="quoteevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="redirectevent",
            index=models.Index(fields=["pgh_context_id"], name="redirectevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="releaseevent",
            index=models.Index(fields=["pgh_context_id"], name="releaseevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="sourceevent",
            index=models.Index(fields=["pgh_context_id"], name="sourceevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="speakerevent",
            index=models.Index(fields=["pgh_context_id"], name="speakerevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="statementevent",
            index=models.Index(fields=["pgh_context_id"], name="statementevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="statementquoteevent",
            index=models.Index(fields=["pgh_context_id"], name="statementquoteevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="tallycountryevent",
            index=models.Index(fields=["pgh_context_id"], name="tallycountryevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="tallyevent",
            index=models.Index(fields=["pgh_context_id"], name="tallyevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="tallyquoteevent",
            index=models.Index(fields=["pgh_context_id"], name="tallyquoteevent_of_action"),
        ),
        migrations.AddIndex(
            model_name="tokenevent",
            index=models.Index(fields=["pgh_context_id"], name="tokenevent_of_action"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=tracker.models.rules.Rule(
                body="IF (OLD.review, NEW.review) NOT IN (('draft', 'in_review'), ('in_review', 'draft'),\n('in_review', 'published'), ('published', 'withdrawn'), ('withdrawn', 'published'))\nAND NOT ((OLD.review, NEW.review) = ('withdrawn', 'published')\nAND tracker_restores('contribution', OLD.id::text, to_jsonb(NEW))) THEN\nPERFORM tracker_refuse('contribution_review_flow',\nformat('%s: %s cannot become %s.', OLD.code, OLD.review, NEW.review),\n'The way is draft, in review (and back), published, withdrawn.');\nEND IF;",
                field="review",
                name="contribution_review_flow",
                on="UPDATE OF review",
                when="OLD.review IS DISTINCT FROM NEW.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=tracker.models.rules.Rule(
                body="changed := CASE\nWHEN OLD.written_by_id <> NEW.written_by_id OR\nOLD.written_by_id IS NOT NULL AND NEW.written_by_id IS NULL THEN 'who wrote it'\nWHEN OLD.published_at IS NOT NULL AND NEW.published_at IS NULL\nTHEN 'that it was published'\nWHEN OLD.review = 'published' AND (OLD.submitted_by_id, OLD.submitted_at, OLD.published_by_id, OLD.published_at, OLD.own_review_reason) IS DISTINCT FROM (NEW.submitted_by_id, NEW.submitted_at, NEW.published_by_id, NEW.published_at, NEW.own_review_reason)\nTHEN 'who published it, when and on what terms'\nWHEN OLD.review = 'withdrawn' AND NEW.review = 'withdrawn' AND (\n(OLD.withdrawn_by_id, OLD.withdrawn_at, OLD.withdrawal_reason) IS DISTINCT FROM (NEW.withdrawn_by_id, NEW.withdrawn_at, NEW.withdrawal_reason) OR OLD.successor_id IS DISTINCT FROM NEW.successor_id\nAND EXISTS (SELECT 1 FROM tracker_contribution s\nWHERE s.id = OLD.successor_id AND s.published_at IS NOT NULL))\nTHEN 'who withdrew it, when and why' END;\nIF changed IS NOT NULL\nAND NOT tracker_restores('contribution', OLD.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('contribution_marks_stay',\nformat('%s: %s cannot be changed.', OLD.code, changed),\n'What was done stays on record; the next step is marked beside it.');\nEND IF;",
                declare="changed text;",
                name="contribution_marks_stay",
                on="UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=tracker.models.rules.Rule(
                body="IF EXISTS (SELECT 1 FROM (\nSELECT e.written_by_id, e.edited_by_id, e.pgh_context ->> 'user' AS doer,\nto_jsonb(e) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'pgh_id', 'pgh_created_at', 'pgh_label',\n'pgh_context', 'pgh_context_id'] AS content,\nlag(e.pgh_id) OVER way AS before,\nlag(to_jsonb(e) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'pgh_id', 'pgh_created_at', 'pgh_label',\n'pgh_context', 'pgh_context_id']) OVER way AS content_before\nFROM tracker_contributionevent e WHERE e.pgh_obj_id = NEW.id\nWINDOW way AS (ORDER BY e.pgh_id)) h\nWHERE NEW.published_by_id IN (h.written_by_id, h.edited_by_id)\nOR h.doer = NEW.published_by_id::text\nAND (h.before IS NULL OR h.content IS DISTINCT FROM h.content_before))\nAND NOT tracker_restores('contribution', NEW.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('contribution_own_words',\nformat('%s: who publishes it has written in it.', NEW.code),\n'Nobody publishes what they wrote: ask another reviewer.');\nEND IF;",
                field="published_by",
                name="contribution_own_words",
                on="UPDATE OF review",
                when="NEW.review = 'published' AND OLD.review <> 'published' AND NEW.own_review_reason = ''",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=tracker.models.rules.Rule(
                body="IF tracker_restores('quote', OLD.id::text, to_jsonb(NEW))\nOR (OLD.exact, OLD.start, OLD.\"end\", OLD.locator) IS NOT DISTINCT FROM\n(NEW.exact, NEW.start, NEW.\"end\", NEW.locator)\nAND tracker_merged('quote', OLD.code, NEW.code) THEN\nRETURN NEW;  -- its source was merged into another record of the same text\nEND IF;\nIF EXISTS (\nSELECT 1 FROM tracker_statement s WHERE s.quote_id = OLD.id\nAND s.review IN ('published', 'withdrawn')\nUNION ALL SELECT 1 FROM tracker_tally t WHERE t.quote_id = OLD.id\nAND t.review IN ('published', 'withdrawn')\nUNION ALL SELECT 1 FROM tracker_statementquote f JOIN tracker_statement s\nON s.id = f.statement_id\nWHERE f.quote_id = OLD.id AND s.review IN ('published', 'withdrawn')\nUNION ALL SELECT 1 FROM tracker_tallyquote f JOIN tracker_tally t ON t.id = f.tally_id\nWHERE f.quote_id = OLD.id AND t.review IN ('published', 'withdrawn'))\nTHEN\nPERFORM tracker_refuse('quote_words_frozen',\nformat('%s: something published rests on these words.', OLD.code),\n'Make another quote, and withdraw what was misread.');\nEND IF;\nNEW.checked_on := NULL;",
                field="exact",
                name="quote_words_frozen",
                on='UPDATE OF source_id, exact, start, "end", locator',
                when='(OLD.source_id, OLD.exact, OLD.start, OLD."end", OLD.locator) IS DISTINCT FROM (NEW.source_id, NEW.exact, NEW.start, NEW."end", NEW.locator)',
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=tracker.models.rules.Rule(
                body="IF EXISTS (SELECT 1 FROM tracker_redirect r\nWHERE r.model = 'quote' AND r.target = OLD.code) THEN\nPERFORM tracker_refuse('quote_is_led_to',\nformat('%s: what was merged or withdrawn leads to it.', OLD.code),\n'Leave it, or lead elsewhere first.');\nEND IF;",
                name="quote_is_led_to",
                on="DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "model__in",
                        ["contribution", "statement", "tally", "source", "speaker", "quote"],
                    )
                ),
                name="redirect_model_value",
                violation_error_code="field:model",
                violation_error_message="model is one of: contribution, statement, tally, source, speaker, quote.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=tracker.models.rules.Rule(
                body="IF OLD.model IN ('contribution', 'statement', 'tally') THEN\nEXECUTE format('SELECT EXISTS (SELECT 1 FROM tracker_%s WHERE code = $1 AND review = %L)',\nOLD.model, 'published') INTO found USING OLD.code;\nEND IF;\nIF NOT found AND NOT tracker_restores('redirect', OLD.id::text, NULL) THEN\nPERFORM tracker_refuse('redirect_stays',\nformat('%s may have been cited: it leads on.', OLD.code),\n'It goes when what it was is published again, or the merge is undone.');\nEND IF;",
                declare="found boolean := false;",
                name="redirect_stays",
                on="DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=tracker.models.rules.Rule(
                body="IF OLD.text_sha256 <> '' AND OLD.text_sha256 <> NEW.text_sha256\nAND EXISTS (SELECT 1 FROM tracker_quote q WHERE q.source_id = NEW.id)\nAND NOT tracker_restores('source', OLD.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('source_text_lock',\nformat('%s: its text cannot change under its quotes.', NEW.code),\n'A corrected edition is a new source that names this one as replaced.');\nEND IF;\nSELECT q.code INTO broken FROM tracker_quote q\nWHERE q.source_id = NEW.id AND CASE WHEN NEW.text IS NULL\nTHEN q.\"end\" > NEW.text_characters\nELSE q.start IS NULL\nOR substr(NEW.text, q.start + 1, q.\"end\" - q.start) <> q.exact\nOR right(left(NEW.text, q.start), char_length(q.prefix)) <> q.prefix\nOR substr(NEW.text, q.\"end\" + 1, char_length(q.suffix)) <> q.suffix END\nORDER BY q.start LIMIT 1;\nIF broken IS NOT NULL THEN\nPERFORM tracker_refuse('source_text_lock',\nformat('%s does not stand in this text where it says.', broken),\n'Check that this is the edition the quotes were taken from.');\nEND IF;",
                declare="broken text;",
                field="text",
                name="source_text_lock",
                on="UPDATE OF text, text_sha256, text_characters",
                when="(OLD.text, OLD.text_sha256, OLD.text_characters) IS DISTINCT FROM (NEW.text, NEW.text_sha256, NEW.text_characters)",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=tracker.models.rules.Rule(
                body="SELECT r.target INTO target FROM tracker_redirect r\nWHERE r.model = 'source' AND r.code = NEW.code\nAND EXISTS (SELECT 1 FROM tracker_source t WHERE t.code = NEW.code);\nIF FOUND THEN\nPERFORM tracker_refuse('source_code_not_reused',\nformat('%s was merged into %s.', NEW.code, target),\nformat('Use %s, or another code.', target));\nEND IF;",
                declare="target text;",
                deferred=True,
                field="code",
                name="source_code_not_reused",
                on="INSERT OR UPDATE OF code",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=tracker.models.rules.Rule(
                body='INSERT INTO tracker_sourceevent ("id", "created_at", "code", "coalition_id", "title", "publisher", "authors", "published", "published_inferred", "url", "archived_url", "language", "licence", "text_is_public", "reliability", "annotation", "assignee_id", "text_sha256", "text_characters", "replaces_id", "tables", "note", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_context_id") VALUES (OLD."id", OLD."created_at", OLD."code", OLD."coalition_id", OLD."title", OLD."publisher", OLD."authors", OLD."published", OLD."published_inferred", OLD."url", OLD."archived_url", OLD."language", OLD."licence", OLD."text_is_public", OLD."reliability", OLD."annotation", OLD."assignee_id", OLD."text_sha256", OLD."text_characters", OLD."replaces_id", OLD."tables", OLD."note", OLD."id", now(), lower(TG_OP), coalesce(nullif(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\') || jsonb_build_object(\'had\', jsonb_build_object(\'text\', OLD."text" IS NOT NULL)), nullif(current_setting(\'pghistory.context_id\', true), \'\')::uuid);',
                name="source_delete_kept",
                on="DELETE",
                timing="AFTER",
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=tracker.models.rules.Rule(
                body="IF NOT tracker_merged('speaker', OLD.code, NEW.code)\nAND NOT tracker_restores('speaker', OLD.id::text, to_jsonb(NEW)) THEN\n\nPERFORM tracker_refuse('speaker_code_frozen',\nformat('%s cannot become %s: what may have been cited stays.',\nOLD.\"code\", NEW.\"code\"),\n'Make a new record, and merge or withdraw this one.');\n\nEND IF;",
                field="code",
                name="speaker_code_frozen",
                on='UPDATE OF "code"',
                when='OLD."code" IS DISTINCT FROM NEW."code"',
            ),
        ),
        migrations.AddConstraint(
            model_name="speaker",
            constraint=tracker.models.rules.Rule(
                body="SELECT r.target INTO target FROM tracker_redirect r\nWHERE r.model = 'speaker' AND r.code = NEW.code\nAND EXISTS (SELECT 1 FROM tracker_speaker t WHERE t.code = NEW.code);\nIF FOUND THEN\nPERFORM tracker_refuse('speaker_code_not_reused',\nformat('%s was merged into %s.', NEW.code, target),\nformat('Use %s, or another code.', target));\nEND IF;",
                declare="target text;",
                deferred=True,
                field="code",
                name="speaker_code_not_reused",
                on="INSERT OR UPDATE OF code",
            ),
        ),
        migrations.AddConstraint(
            model_name="stale",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('stale_is_kept',\n'What is out of date is derived, not declared to be up to date.',\n'Call tracker.actions.derive() in the same transaction.');",
                name="stale_is_kept",
                on="UPDATE OR DELETE",
                when="current_setting('tracker.deriving', true) IS DISTINCT FROM 'on'",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="IF (OLD.review, NEW.review) NOT IN (('draft', 'in_review'), ('in_review', 'draft'),\n('in_review', 'published'), ('published', 'withdrawn'))\nAND NOT ((OLD.review, NEW.review) = ('withdrawn', 'published')\nAND tracker_restores('statement', OLD.id::text, to_jsonb(NEW))) THEN\nPERFORM tracker_refuse('statement_review_flow',\nformat('%s: %s cannot become %s.', OLD.code, OLD.review, NEW.review),\n'The way is draft, in review (and back), published, withdrawn.');\nEND IF;",
                field="review",
                name="statement_review_flow",
                on="UPDATE OF review",
                when="OLD.review IS DISTINCT FROM NEW.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="changed := CASE\nWHEN OLD.written_by_id <> NEW.written_by_id OR\nOLD.written_by_id IS NOT NULL AND NEW.written_by_id IS NULL THEN 'who wrote it'\nWHEN OLD.published_at IS NOT NULL AND NEW.published_at IS NULL\nTHEN 'that it was published'\nWHEN OLD.review = 'published' AND (OLD.submitted_by_id, OLD.submitted_at, OLD.published_by_id, OLD.published_at, OLD.own_review_reason) IS DISTINCT FROM (NEW.submitted_by_id, NEW.submitted_at, NEW.published_by_id, NEW.published_at, NEW.own_review_reason)\nTHEN 'who published it, when and on what terms'\nWHEN OLD.review = 'withdrawn' AND NEW.review = 'withdrawn' AND (\n(OLD.withdrawn_by_id, OLD.withdrawn_at, OLD.withdrawal_reason) IS DISTINCT FROM (NEW.withdrawn_by_id, NEW.withdrawn_at, NEW.withdrawal_reason) OR OLD.successor_id IS DISTINCT FROM NEW.successor_id\nAND EXISTS (SELECT 1 FROM tracker_statement s\nWHERE s.id = OLD.successor_id AND s.published_at IS NOT NULL))\nTHEN 'who withdrew it, when and why' END;\nIF changed IS NOT NULL\nAND NOT tracker_restores('statement', OLD.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('statement_marks_stay',\nformat('%s: %s cannot be changed.', OLD.code, changed),\n'What was done stays on record; the next step is marked beside it.');\nEND IF;",
                declare="changed text;",
                name="statement_marks_stay",
                on="UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="IF EXISTS (SELECT 1 FROM (\nSELECT e.written_by_id, e.edited_by_id, e.pgh_context ->> 'user' AS doer,\nto_jsonb(e) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'pgh_id', 'pgh_created_at', 'pgh_label',\n'pgh_context', 'pgh_context_id'] AS content,\nlag(e.pgh_id) OVER way AS before,\nlag(to_jsonb(e) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'pgh_id', 'pgh_created_at', 'pgh_label',\n'pgh_context', 'pgh_context_id']) OVER way AS content_before\nFROM tracker_statementevent e WHERE e.pgh_obj_id = NEW.id\nWINDOW way AS (ORDER BY e.pgh_id)) h\nWHERE NEW.published_by_id IN (h.written_by_id, h.edited_by_id)\nOR h.doer = NEW.published_by_id::text\nAND (h.before IS NULL OR h.content IS DISTINCT FROM h.content_before))\nAND NOT tracker_restores('statement', NEW.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('statement_own_words',\nformat('%s: who publishes it has written in it.', NEW.code),\n'Nobody publishes what they wrote: ask another reviewer.');\nEND IF;",
                field="published_by",
                name="statement_own_words",
                on="UPDATE OF review",
                when="NEW.review = 'published' AND OLD.review <> 'published' AND NEW.own_review_reason = ''",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="SELECT string_agg(o.key, ', ' ORDER BY o.key) INTO changed\nFROM jsonb_each(to_jsonb(OLD) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'when_earliest', 'when_latest', 'due_latest']) o\nJOIN jsonb_each(to_jsonb(NEW) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'when_earliest', 'when_latest', 'due_latest']) n USING (key)\nWHERE o.value IS DISTINCT FROM n.value\nAND NOT (o.key IN ('quote_id', 'number', 'code')\nAND tracker_merged('statement', OLD.code, NEW.code))\nAND NOT (o.key = 'contribution_id' AND tracker_merged_rows('contribution',\n(o.value #>> '{}')::bigint, (n.value #>> '{}')::bigint));\nIF changed IS NOT NULL\nAND NOT tracker_restores('statement', OLD.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('statement_published_frozen',\nformat('%s is published: its %s cannot be edited.', OLD.code, changed),\n'Withdraw it with its reason and write its successor; one action does both.');\nEND IF;",
                declare="changed text;",
                name="statement_published_frozen",
                on="UPDATE",
                when="OLD.review IN ('published', 'withdrawn')",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="IF NOT tracker_merged('statement', OLD.code, NEW.code)\nAND NOT tracker_restores('statement', OLD.id::text, to_jsonb(NEW)) THEN\n\nPERFORM tracker_refuse('statement_code_frozen',\nformat('%s cannot become %s: what may have been cited stays.',\nOLD.\"code\", NEW.\"code\"),\n'Make a new record, and merge or withdraw this one.');\n\nEND IF;",
                field="code",
                name="statement_code_frozen",
                on='UPDATE OF "code"',
                when='OLD."code" IS DISTINCT FROM NEW."code" AND OLD.published_at IS NOT NULL',
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_mark(ARRAY(\nSELECT unnest(ARRAY[o.contribution_id, n.contribution_id])\nFROM new_rows n JOIN old_rows o ON o.id = n.id\nWHERE 'published' IN (o.review, n.review)\nAND ROW(o.review, o.position, o.contribution_id, o.quote_id)\nIS DISTINCT FROM ROW(n.review, n.position, n.contribution_id, n.quote_id)));\n\nUPDATE tracker_contribution SET updated_at = now() WHERE id IN (\nSELECT id FROM tracker_contribution WHERE id IN (\nSELECT r.contribution_id FROM (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) r\nWHERE NOT EXISTS (SELECT 1 FROM tracker_stale t\nWHERE t.contribution_id = r.contribution_id))\nORDER BY id FOR NO KEY UPDATE);",
                name="statement_update_marks_states",
                on="UPDATE",
                statement=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=tracker.models.rules.Rule(
                body="IF still = 'published' AND stage <> 'published' THEN\nPERFORM tracker_refuse('statement_of_published',\nformat('%s is published, and the contribution it is of is not.', NEW.code),\n'Submit and publish the contribution with it; one action does both.');\nEND IF;",
                declare="still text := (SELECT s.review FROM tracker_statement s WHERE s.id = NEW.id);\nstage text := (SELECT c.review FROM tracker_contribution c WHERE c.id = NEW.contribution_id);",
                deferred=True,
                field="contribution",
                name="statement_of_published",
                on="INSERT OR UPDATE OF review, contribution_id",
                when="NEW.review = 'published'",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementquote",
            constraint=tracker.models.rules.Rule(
                body="PERFORM 1 FROM tracker_statement o WHERE o.id IN (OLD.statement_id, NEW.statement_id)\nORDER BY o.id FOR NO KEY UPDATE;\nSELECT o.code INTO claim FROM tracker_statement o\nWHERE o.id IN (OLD.statement_id, NEW.statement_id)\nAND o.review IN ('published', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM tracker_statementevent e WHERE e.pgh_obj_id = o.id\nAND e.pgh_label = 'insert' AND e.review = 'published' AND e.pgh_created_at = now()) LIMIT 1;\nIF claim IS NOT NULL AND NOT (TG_OP = 'UPDATE' AND (tracker_restores('statementquote', OLD.id::text, to_jsonb(NEW))\nOR to_jsonb(OLD) - 'quote_id' = to_jsonb(NEW) - 'quote_id'\nAND tracker_merged_rows('quote', (to_jsonb(OLD) ->> 'quote_id')::bigint,\n(to_jsonb(NEW) ->> 'quote_id')::bigint))) THEN\nPERFORM tracker_refuse('statementquote_published_frozen',\nformat('%s is published: what it rests on and names stays.', claim),\n'Withdraw it with its reason and write its successor; one action does both.');\nEND IF;",
                declare="claim text;",
                name="statementquote_published_frozen",
                on="INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=tracker.models.rules.Rule(
                body="IF (OLD.review, NEW.review) NOT IN (('draft', 'in_review'), ('in_review', 'draft'),\n('in_review', 'published'), ('published', 'withdrawn'))\nAND NOT ((OLD.review, NEW.review) = ('withdrawn', 'published')\nAND tracker_restores('tally', OLD.id::text, to_jsonb(NEW))) THEN\nPERFORM tracker_refuse('tally_review_flow',\nformat('%s: %s cannot become %s.', OLD.code, OLD.review, NEW.review),\n'The way is draft, in review (and back), published, withdrawn.');\nEND IF;",
                field="review",
                name="tally_review_flow",
                on="UPDATE OF review",
                when="OLD.review IS DISTINCT FROM NEW.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=tracker.models.rules.Rule(
                body="changed := CASE\nWHEN OLD.written_by_id <> NEW.written_by_id OR\nOLD.written_by_id IS NOT NULL AND NEW.written_by_id IS NULL THEN 'who wrote it'\nWHEN OLD.published_at IS NOT NULL AND NEW.published_at IS NULL\nTHEN 'that it was published'\nWHEN OLD.review = 'published' AND (OLD.submitted_by_id, OLD.submitted_at, OLD.published_by_id, OLD.published_at, OLD.own_review_reason) IS DISTINCT FROM (NEW.submitted_by_id, NEW.submitted_at, NEW.published_by_id, NEW.published_at, NEW.own_review_reason)\nTHEN 'who published it, when and on what terms'\nWHEN OLD.review = 'withdrawn' AND NEW.review = 'withdrawn' AND (\n(OLD.withdrawn_by_id, OLD.withdrawn_at, OLD.withdrawal_reason) IS DISTINCT FROM (NEW.withdrawn_by_id, NEW.withdrawn_at, NEW.withdrawal_reason) OR OLD.successor_id IS DISTINCT FROM NEW.successor_id\nAND EXISTS (SELECT 1 FROM tracker_tally s\nWHERE s.id = OLD.successor_id AND s.published_at IS NOT NULL))\nTHEN 'who withdrew it, when and why' END;\nIF changed IS NOT NULL\nAND NOT tracker_restores('tally', OLD.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('tally_marks_stay',\nformat('%s: %s cannot be changed.', OLD.code, changed),\n'What was done stays on record; the next step is marked beside it.');\nEND IF;",
                declare="changed text;",
                name="tally_marks_stay",
                on="UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=tracker.models.rules.Rule(
                body="IF EXISTS (SELECT 1 FROM (\nSELECT e.written_by_id, e.edited_by_id, e.pgh_context ->> 'user' AS doer,\nto_jsonb(e) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'pgh_id', 'pgh_created_at', 'pgh_label',\n'pgh_context', 'pgh_context_id'] AS content,\nlag(e.pgh_id) OVER way AS before,\nlag(to_jsonb(e) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'pgh_id', 'pgh_created_at', 'pgh_label',\n'pgh_context', 'pgh_context_id']) OVER way AS content_before\nFROM tracker_tallyevent e WHERE e.pgh_obj_id = NEW.id\nWINDOW way AS (ORDER BY e.pgh_id)) h\nWHERE NEW.published_by_id IN (h.written_by_id, h.edited_by_id)\nOR h.doer = NEW.published_by_id::text\nAND (h.before IS NULL OR h.content IS DISTINCT FROM h.content_before))\nAND NOT tracker_restores('tally', NEW.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('tally_own_words',\nformat('%s: who publishes it has written in it.', NEW.code),\n'Nobody publishes what they wrote: ask another reviewer.');\nEND IF;",
                field="published_by",
                name="tally_own_words",
                on="UPDATE OF review",
                when="NEW.review = 'published' AND OLD.review <> 'published' AND NEW.own_review_reason = ''",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=tracker.models.rules.Rule(
                body="SELECT string_agg(o.key, ', ' ORDER BY o.key) INTO changed\nFROM jsonb_each(to_jsonb(OLD) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'when_earliest', 'when_latest', 'due_latest']) o\nJOIN jsonb_each(to_jsonb(NEW) - ARRAY['review', 'edited_by_id', 'submitted_by_id', 'submitted_at', 'published_by_id', 'published_at', 'own_review_reason', 'withdrawn_by_id', 'withdrawn_at', 'withdrawal_reason', 'successor_id', 'position', 'version', 'updated_at', 'when_earliest', 'when_latest', 'due_latest']) n USING (key)\nWHERE o.value IS DISTINCT FROM n.value\nAND NOT (o.key IN ('quote_id', 'number', 'code')\nAND tracker_merged('tally', OLD.code, NEW.code))\nAND NOT (o.key = 'contribution_id' AND tracker_merged_rows('contribution',\n(o.value #>> '{}')::bigint, (n.value #>> '{}')::bigint));\nIF changed IS NOT NULL\nAND NOT tracker_restores('tally', OLD.id::text, to_jsonb(NEW)) THEN\nPERFORM tracker_refuse('tally_published_frozen',\nformat('%s is published: its %s cannot be edited.', OLD.code, changed),\n'Withdraw it with its reason and write its successor; one action does both.');\nEND IF;",
                declare="changed text;",
                name="tally_published_frozen",
                on="UPDATE",
                when="OLD.review IN ('published', 'withdrawn')",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=tracker.models.rules.Rule(
                body="IF NOT tracker_merged('tally', OLD.code, NEW.code)\nAND NOT tracker_restores('tally', OLD.id::text, to_jsonb(NEW)) THEN\n\nPERFORM tracker_refuse('tally_code_frozen',\nformat('%s cannot become %s: what may have been cited stays.',\nOLD.\"code\", NEW.\"code\"),\n'Make a new record, and merge or withdraw this one.');\n\nEND IF;",
                field="code",
                name="tally_code_frozen",
                on='UPDATE OF "code"',
                when='OLD."code" IS DISTINCT FROM NEW."code" AND OLD.published_at IS NOT NULL',
            ),
        ),
        migrations.AddConstraint(
            model_name="tallycountry",
            constraint=tracker.models.rules.Rule(
                body="PERFORM 1 FROM tracker_tally o WHERE o.id IN (OLD.tally_id, NEW.tally_id)\nORDER BY o.id FOR NO KEY UPDATE;\nSELECT o.code INTO claim FROM tracker_tally o\nWHERE o.id IN (OLD.tally_id, NEW.tally_id)\nAND o.review IN ('published', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM tracker_tallyevent e WHERE e.pgh_obj_id = o.id\nAND e.pgh_label = 'insert' AND e.review = 'published' AND e.pgh_created_at = now()) LIMIT 1;\nIF claim IS NOT NULL AND NOT (TG_OP = 'UPDATE' AND (tracker_restores('tallycountry', OLD.id::text, to_jsonb(NEW))\nOR to_jsonb(OLD) - 'quote_id' = to_jsonb(NEW) - 'quote_id'\nAND tracker_merged_rows('quote', (to_jsonb(OLD) ->> 'quote_id')::bigint,\n(to_jsonb(NEW) ->> 'quote_id')::bigint))) THEN\nPERFORM tracker_refuse('tallycountry_published_frozen',\nformat('%s is published: what it rests on and names stays.', claim),\n'Withdraw it with its reason and write its successor; one action does both.');\nEND IF;",
                declare="claim text;",
                name="tallycountry_published_frozen",
                on="INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="tallyquote",
            constraint=tracker.models.rules.Rule(
                body="PERFORM 1 FROM tracker_tally o WHERE o.id IN (OLD.tally_id, NEW.tally_id)\nORDER BY o.id FOR NO KEY UPDATE;\nSELECT o.code INTO claim FROM tracker_tally o\nWHERE o.id IN (OLD.tally_id, NEW.tally_id)\nAND o.review IN ('published', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM tracker_tallyevent e WHERE e.pgh_obj_id = o.id\nAND e.pgh_label = 'insert' AND e.review = 'published' AND e.pgh_created_at = now()) LIMIT 1;\nIF claim IS NOT NULL AND NOT (TG_OP = 'UPDATE' AND (tracker_restores('tallyquote', OLD.id::text, to_jsonb(NEW))\nOR to_jsonb(OLD) - 'quote_id' = to_jsonb(NEW) - 'quote_id'\nAND tracker_merged_rows('quote', (to_jsonb(OLD) ->> 'quote_id')::bigint,\n(to_jsonb(NEW) ->> 'quote_id')::bigint))) THEN\nPERFORM tracker_refuse('tallyquote_published_frozen',\nformat('%s is published: what it rests on and names stays.', claim),\n'Withdraw it with its reason and write its successor; one action does both.');\nEND IF;",
                declare="claim text;",
                name="tallyquote_published_frozen",
                on="INSERT OR UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=tracker.models.rules.Rule(
                body='INSERT INTO tracker_tokenevent ("id", "prefix", "name", "user_id", "scope", "writes", "expires_at", "created_at", "made_by_id", "revoked_at", "revoked_by_id", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_context_id") VALUES (OLD."id", OLD."prefix", OLD."name", OLD."user_id", OLD."scope", OLD."writes", OLD."expires_at", OLD."created_at", OLD."made_by_id", OLD."revoked_at", OLD."revoked_by_id", OLD."id", now(), lower(TG_OP), coalesce(nullif(current_setting(\'pghistory.context_metadata\', true), \'\')::jsonb, \'{}\') || jsonb_build_object(\'had\', jsonb_build_object(\'digest\', OLD."digest" IS NOT NULL, \'last_used_at\', OLD."last_used_at" IS NOT NULL)), nullif(current_setting(\'pghistory.context_id\', true), \'\')::uuid);',
                name="token_delete_kept",
                on="DELETE",
                timing="AFTER",
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="tracker.action",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["at", "id"], name="action_newest"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["by", "at", "id"], name="action_of_person"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('action_append_only',\n'History is written by what happens, and never changed.',\n'Undo an action by another one; that is history too.');",
                name="action_append_only",
                on="UPDATE OR DELETE",
                statement=True,
                timing="BEFORE",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('action_not_emptied',\n'A table of the record is never emptied.',\n'Delete rows; in a database for tests, set tracker.may_empty = on first.');",
                name="action_not_emptied",
                on="TRUNCATE",
                statement=True,
                timing="BEFORE",
                when="current_setting('tracker.may_empty', true) IS DISTINCT FROM 'on'",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('action_read_committed',\n'The record is written at the isolation level READ COMMITTED, not at '\n|| current_setting('transaction_isolation') || '.',\n'Begin the transaction without setting a level.');",
                name="action_read_committed",
                on="INSERT OR UPDATE OR DELETE",
                statement=True,
                timing="BEFORE",
                when="current_setting('transaction_isolation') <> 'read committed'",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["model", "record"], name="comment_of_record"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("model__in", ["contribution", "statement", "tally"])),
                name="comment_model_value",
                violation_error_code="field:model",
                violation_error_message="model is one of: contribution, statement, tally.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="comment_has_text",
                violation_error_code="field:text",
                violation_error_message="A comment says something.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('comment_stays', 'What was said stays.',\n'Say what is to be said beside it.');",
                name="comment_stays",
                on="UPDATE OR DELETE",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('comment_not_emptied',\n'A table of the record is never emptied.',\n'Delete rows; in a database for tests, set tracker.may_empty = on first.');",
                name="comment_not_emptied",
                on="TRUNCATE",
                statement=True,
                timing="BEFORE",
                when="current_setting('tracker.may_empty', true) IS DISTINCT FROM 'on'",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=tracker.models.rules.Rule(
                body="PERFORM tracker_refuse('comment_read_committed',\n'The record is written at the isolation level READ COMMITTED, not at '\n|| current_setting('transaction_isolation') || '.',\n'Begin the transaction without setting a level.');",
                name="comment_read_committed",
                on="INSERT OR UPDATE OR DELETE",
                statement=True,
                timing="BEFORE",
                when="current_setting('transaction_isolation') <> 'read committed'",
            ),
        ),
        # Rules call these when they fire, so they may come last; the first reads the new table.
        migrations.RunSQL(
            (SQL / "restores.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION tracker_restores(text, text, jsonb); DROP FUNCTION tracker_undone();"
            "DROP FUNCTION tracker_merged_rows(text, bigint, bigint);"
            "DROP FUNCTION tracker_merged(text, text, text);",
        ),
    ]
