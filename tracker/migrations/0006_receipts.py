"""Receipts say what was asked for in full, and by which codebook."""

from django.conf import settings
from django.db import migrations, models

import tracker.models.base
import tracker.models.receipt


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0005_totals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="codebook",
            field=models.CharField(
                blank=True, help_text="The version of its meanings.", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="licence",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="records",
            field=models.CharField(default="contributions", max_length=40),
        ),
        migrations.AddField(
            model_name="receipt",
            name="size",
            field=models.PositiveBigIntegerField(blank=True, help_text="Bytes.", null=True),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="code",
            field=tracker.models.base.CodeField(
                db_collation="C",
                default=tracker.models.receipt.new_code,
                max_length=255,
                unique=True,
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="read_as",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("completed_at__isnull", True)),
                fields=["started_at"],
                name="receipt_incomplete",
            ),
        ),
    ]
