# What lists are ordered by, and what is rare in them, is found by index however long they are.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0009_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="contribution",
            name="contribution_country_kind",
        ),
        migrations.RemoveIndex(
            model_name="contribution",
            name="contribution_kind_country",
        ),
        migrations.AlterField(
            model_name="contribution",
            name="country",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="tracker.country",
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="kind",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="tracker.kind",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["country", "code"], name="contribution_country_code"),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["kind", "code"], name="contribution_kind_code"),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(
                fields=["country", "kind", "code"], name="contribution_country_kind_code"
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["updated_at", "code"], name="contribution_changed"),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["updated_at", "code"], name="quote_changed"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["annotation", "-id"], name="source_annotation"),
        ),
        migrations.AddIndex(
            model_name="speaker",
            index=models.Index(fields=["name", "-id"], name="speaker_name"),
        ),
        migrations.AddIndex(
            model_name="state",
            index=models.Index(
                condition=models.Q(("disputed", True), ("known_until__isnull", True)),
                fields=["contribution"],
                name="state_now_disputed",
            ),
        ),
        migrations.AddIndex(
            model_name="state",
            index=models.Index(
                condition=models.Q(
                    ("known_until__isnull", True),
                    models.Q(
                        ("denied_by_self", True),
                        ("status_conflict", True),
                        ("figure_conflict", True),
                        _connector="OR",
                    ),
                ),
                fields=["contribution"],
                name="state_now_in_conflict",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["updated_at", "code"], name="statement_changed"),
        ),
    ]
