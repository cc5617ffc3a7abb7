"""Tables for tests: blocks as a person writes them, and a dataset of releases with repeats."""

import csv
import io
import random
from collections.abc import Sequence

from tracker.annotations.mistakes import Report
from tracker.annotations.reading import listed
from tracker.annotations.schema import Reading
from tracker.annotations.tables import Table, TableError, expand_tables
from tracker.annotations.tree import read_tree
from tracker.annotations.validating import validate

HEADER = ["Day", "Country", "Area", "Weapons", "Remark"]
REMARKS = ["", "as planned", 'called "Anvil", twice', "two\nlines", "Zoë 😀", "half; full | 100 %"]


def blocks(yaml: str) -> list[Table]:
    """The blocks of a ``tables:`` list, which has no mistakes."""
    found, mistakes = read(yaml)
    assert mistakes == []
    return found


def read(yaml: str) -> tuple[list[Table], list[str]]:
    report = Report()
    at = read_tree(yaml, "made.yaml", report)
    assert at is not None
    parts = [validate(Table, block, report)[0] for block in listed(at, report)]
    return [part for part in parts if part], [f"{m.place.path}: {m}" for m in report.mistakes]


def expanded(yaml: str, text: str, language: str = "en") -> list[Reading]:
    return expand_tables(blocks(yaml), text, language=language)


def faults(yaml: str, text: str) -> list[str]:
    """What is wrong, each as ``keys: sentence``."""
    try:
        expand_tables(blocks(yaml), text, language="en")
    except TableError as error:
        return [
            f"{'.'.join(map(str, fault.keys))}: {fault.wrong} "
            f"{f'[{fault.nearest}] ' if fault.nearest else ''}{fault.expected}".strip()
            for fault in error.faults
        ]
    return []


def fault(yaml: str, text: str) -> str:
    """The only thing that is wrong."""
    found = faults(yaml, text)
    assert len(found) == 1, found
    return found[0]


def csv_text(rows: Sequence[Sequence[str]], **dialect: str) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", **dialect).writerows(rows)  # type: ignore[arg-type]
    return written.getvalue()


def releases(rows: int = 2000, repeats: int = 700) -> list[list[str]]:
    """Made-up releases, of which so many repeat an earlier one to the character."""
    chance = random.Random(7)  # noqa: S311
    found: dict[tuple[str, ...], None] = {}
    while len(found) < rows - repeats:
        day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/2015"
        area = chance.choice(["Mosul", "near Raqqa", "Tikrit, Saladin"])
        weapons = f"{chance.choice([1, 2, 4, 1200]):,}" if chance.random() < 0.9 else "-"
        found[(day, chance.choice(["North", "South"]), area, weapons, chance.choice(REMARKS))] = (
            None
        )
    made = [list(row) for row in found]
    made += [list(chance.choice(made)) for _ in range(repeats)]
    chance.shuffle(made)
    return made


ROWS = releases()
RELEASES = csv_text([HEADER, *ROWS])
WEAPONS = sum(int(row[3].replace(",", "")) for row in ROWS if row[3] != "-")
MAPPING = f"""
- row: event
  no_value: '-'
  columns:
    Area: {{values: {{Mosul: mosul, near Raqqa: raqqa, 'Tikrit, Saladin': tikrit}}}}
    Country: {{values: {{North: XN, South: XS}}}}
    Day: {{date: DD/MM/YYYY}}
    Weapons: {{number: {{thousands: ','}}}}
  says:
  - {{of: '{{Country}}/airstrikes', amount: '{{Weapons}} weapons', status: done, place: '{{Area}}',
      when: '{{Day}}', note: '{{Remark}}'}}
  check: {{rows: 2000, sum: {{Weapons: {WEAPONS}}}, repeats: 700}}
"""
