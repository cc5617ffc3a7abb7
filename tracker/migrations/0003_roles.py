"""The five roles as groups: each may what its work needs, and no more."""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RECORDS = ("contribution", "statement", "tally", "quote", "source", "speaker")
PARTS = ("statementquote", "tallyquote", "tallycountry")
REFERENCE = ("coalition", "country", "member", "lineofeffort", "kind", "metric", "place")
REVIEWED = ("contribution", "statement", "tally")
WRITE = ("add", "change", "delete")


def _permissions(verbs: tuple[str, ...], models: tuple[str, ...]) -> list[str]:
    return [f"{verb}_{model}" for verb in verbs for model in models]


VIEW = _permissions(("view",), (*RECORDS, *PARTS, *REFERENCE, "redirect", "receipt", "release"))
ANALYST = VIEW + _permissions(WRITE, RECORDS + PARTS)
REVIEWER = ANALYST + _permissions(("publish",), REVIEWED)
EDITOR = VIEW + _permissions(WRITE, REFERENCE)
ROLES = {
    "reader": VIEW,
    "analyst": ANALYST,
    "reviewer": REVIEWER,
    "editor": EDITOR,
    "administrator": [*REVIEWER, *EDITOR, *_permissions(("view", *WRITE), ("user",)), "view_group"],
}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for label in ("auth", "tracker"):
        _make_permissions(apps, label)
    permission = apps.get_model("auth", "Permission")
    for role, codenames in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        found = permission.objects.filter(
            codename__in=codenames, content_type__app_label__in=("auth", "tracker")
        )
        group.permissions.set(found)


def _make_permissions(apps: Apps, label: str) -> None:
    """Django makes permissions after all migrations; the roles need them now."""
    config: Any = apps.get_app_config(label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def remove_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
