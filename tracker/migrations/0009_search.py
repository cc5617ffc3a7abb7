"""Curly apostrophes end a word as straight ones do: “davutoglu” finds “Davutoğlu’s”."""

from pathlib import Path
from typing import Any

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "models" / "sql"


def _made_anew(model: str, *fields: str) -> list[Any]:
    """A stored column keeps what the function gave when its row was last written."""
    index = f"{model}_search"
    column = models.GeneratedField(
        db_persist=True,
        expression=models.Func(*map(models.F, fields), function="tracker_search"),
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )
    return [
        migrations.RemoveIndex(model, index),
        migrations.RemoveField(model, "search"),
        migrations.AddField(model, "search", column),
        migrations.AddIndex(
            model, django.contrib.postgres.indexes.GinIndex(fields=["search"], name=index)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("tracker", "0008_views")]

    operations = [
        migrations.RunSQL((SQL / "search.sql").read_text(encoding="utf-8"), ""),
        *_made_anew("contribution", "path", "title_override"),
        *_made_anew("quote", "exact", "translation"),
    ]
