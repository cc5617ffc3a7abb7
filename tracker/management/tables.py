"""``manage.py load FILE --table MAPPING`` and ``--undo``: a spreadsheet in, and out again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.db import IntegrityError
from rich.console import Console

from tracker.actions import NotAllowed
from tracker.annotations.apply import loader
from tracker.annotations.imports import Import, prepare_import
from tracker.annotations.preview import preview_of
from tracker.annotations.show import shown_rows
from tracker.annotations.telling import Telling
from tracker.annotations.undo import undo_import
from tracker.models.rules import refusal_of


def import_table(options: dict[str, Any], console: Console, told: Telling) -> dict[str, Any]:
    """Show what the rows would become; then make them drafts, unless it is to be seen only.

    Returns what was done, for a programme. Raises FixtureError with every mistake.
    """
    file, mapping = _two_files(options)
    found = prepare_import(
        str(file),
        file.read_bytes(),
        mapping.read_text(encoding="utf-8-sig"),
        by=person(options["by"]),
        mapping_name=str(mapping),
        sheet=options["sheet"],
        hold=options["hold"],
    )
    if not options["json"]:
        shown = shown_rows(preview_of(found.load.plan), found.load.report.remarks)
        console.print(shown, soft_wrap=True)
    if options["dry_run"]:
        return _done(found, applied=False)
    _keep_text(found, options["text"])
    found.load.apply(told)
    return _done(found, applied=True)


def _two_files(options: dict[str, Any]) -> tuple[Path, Path]:
    if len(options["path"]) != 1 or options["path"][0].is_dir():
        raise CommandError("--table maps one spreadsheet: load FILE --table MAPPING.yaml")
    if options["overwrite"] or options["prune"]:
        raise CommandError("A spreadsheet makes a new source: there is nothing to overwrite.")
    return options["path"][0], options["table"]


def person(username: str) -> User:
    """Whose drafts they are: the loader's, or those of an account."""
    if not username:
        return loader()
    found = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"There is no account {username}.")
    return found


def _keep_text(found: Import, path: Path | None) -> None:
    """A text that was made and that the database does not hold would be lost to later checks."""
    text = found.load.wanted.sources[0]
    if path is not None:
        path.write_text(found.sheet.text, encoding="utf-8", newline="")
    elif found.sheet.is_made and not text.hold:
        raise CommandError(
            "The text that the quotes stand in was made from this file, and would be lost: say "
            "where to keep it (--text FILE.csv), or hold it in the database (--hold), where its "
            "licence allows."
        )


def _done(found: Import, *, applied: bool) -> dict[str, Any]:
    plan = preview_of(found.load.plan)
    return {
        "applied": applied,
        "source": found.source,
        "rows": plan.rows,
        "contributions": plan.contributions,
        "drafts": [asdict(line) for line in plan.lines],
        "remarks": found.load.report.remarks,
        "mistakes": [],
    }


def take_back(code: str, options: dict[str, Any]) -> dict[str, Any]:
    """Undo an import. Raises CommandError."""
    who, edited_too = person(options["by"]), options["overwrite"]
    try:
        undone = undo_import(code, by=who, edited_too=edited_too, unasked=True)
    except NotAllowed as error:
        raise CommandError(str(error)) from None
    except IntegrityError as error:
        raise CommandError(refusal_of(error).message) from None
    return asdict(undone)
