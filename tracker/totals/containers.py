"""Which contributions of a question contain others of it, or lie in others (semantics F1).

Few do. They are handed to the rule of totals one by one, all others added up beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F

from tracker.domain.codes import Path, parse_path
from tracker.domain.totals import containers_of
from tracker.models import Contribution, Figure, Kind
from tracker.totals.asked import Ask, fetch, listed
from tracker.totals.question import Question

Key = tuple[str, Path]  # coalition and path
Cell = tuple[Any, ...]  # what its groups are


@dataclass(frozen=True, slots=True)
class Contained:
    """The contributions that contain or are contained, by key of the database, with their codes."""

    keys: Mapping[int, Key]
    codes: Mapping[Key, str]
    cells: Mapping[Cell, Sequence[int]]
    part_of: Mapping[str, Mapping[Path, Path]]

    def within(self, cell: Cell) -> Contained:
        """Those of one cell."""
        return replace(self, keys={pk: self.keys[pk] for pk in self.cells.get(cell, ())})

    def code(self, key: int | Key) -> str:
        return self.codes[key] if isinstance(key, tuple) else ""

    def containers(self, key: int | Key) -> Iterable[Key]:
        """All that contains a contribution, the nearest first."""
        if isinstance(key, int):
            return ()
        coalition, path = key
        return [
            (coalition, other) for other in containers_of(path, self.part_of.get(coalition, {}))
        ]


# What a path is inside of, as domain.totals shortens it: each way to leave something out.
_SHORTENED = f"""
    shortened AS (
        SELECT t_id, t_coalition, t_path, concat(t_country, '/', up.code, at_, called) AS path
        FROM asked
        JOIN {Kind._meta.db_table} AS up
            ON up.code = t_kind OR starts_with(t_kind, up.code || '.')
        CROSS JOIN unnest(CASE WHEN t_theatre IS NULL THEN ARRAY['']
            ELSE ARRAY['', '@' || t_theatre] END) AS at_
        CROSS JOIN unnest(CASE WHEN t_name = '' THEN ARRAY['']
            ELSE ARRAY['', '#' || t_name] END) AS called)"""
# Whatever may be the whole of another: it has a figure that is added.
_FIGURED = f"""
    figured AS (
        SELECT DISTINCT t_id, t_coalition, t_path FROM asked
        JOIN {Figure._meta.db_table} f ON f.state_id = t_state
        WHERE NOT f.rate AND NOT f.equivalent)"""
# Grouped and not joined: the planner cannot know how few there are, and would compare all with all.
_RELATED = """
    SELECT unnest(array_agg(part) FILTER (WHERE part IS NOT NULL) || max(whole)) FROM (
        SELECT t_coalition, path, t_id AS part, NULL::bigint AS whole
        FROM shortened WHERE path <> t_path
        UNION ALL SELECT t_coalition, t_path, NULL, t_id FROM figured) AS named
    GROUP BY t_coalition, path HAVING count(part) > 0 AND count(whole) > 0"""
_PARTS = """
    UNION SELECT t_id FROM shortened WHERE t_coalition || ' ' || path = ANY (%s)
    UNION SELECT t_id FROM asked WHERE t_coalition || ' ' || t_path = ANY (%s)"""
_COLUMNS = {
    "t_coalition": F("coalition_id"),
    "t_path": F("path"),
    "t_code": F("code"),
    "t_kind": F("kind_id"),
    "t_theatre": F("theatre_id"),
    "t_name": F("name"),
}


@dataclass(frozen=True, slots=True)
class Related:
    """The contributions of a question, by key, that contain one of it or lie in one."""

    keys: Sequence[int]
    part_of: Mapping[str, Mapping[Path, Path]]


def contained(ask: Ask, related: Related) -> Contained:
    """Those of them that a question finds, which may find less than the one they are of."""
    keys: dict[int, Key] = {}
    codes: dict[Key, str] = {}
    cells: dict[Cell, list[int]] = {}
    listing = listed("t_id", "t_coalition", "t_path", "t_code", *ask.groups)
    text = f"SELECT {listing} FROM asked WHERE t_id = ANY (%s)"
    rows = fetch(ask, text, (list(related.keys),), _COLUMNS) if related.keys else []
    for pk, home, path, code, *cell in rows:
        keys[pk] = home, parse_path(path)
        codes[keys[pk]] = code
        cells.setdefault(tuple(cell), []).append(pk)
    return Contained(keys, codes, cells, related.part_of)


def related_in(question: Question) -> Related:
    """Two queries."""
    part_of = _part_of()
    parts = [f"{home} {path}" for home, paths in part_of.items() for path in paths]
    wholes = [
        f"{home} {whole}"
        for home, paths in part_of.items()
        for path in paths
        for whole in containers_of(path, paths)
    ]
    text = f", {_SHORTENED}, {_FIGURED}{_RELATED}{_PARTS if parts else ''}"
    rows = fetch(Ask(question), text, (parts, wholes) if parts else (), _COLUMNS)
    return Related([pk for (pk,) in rows], part_of)


def _part_of() -> dict[str, dict[Path, Path]]:
    """By coalition, which contribution lies in which."""
    found: dict[str, dict[Path, Path]] = {}
    parts = Contribution.objects.published().exclude(part_of=None).order_by()
    for home, inner, outer in parts.values_list("coalition", "path", "part_of__path"):
        found.setdefault(home, {})[parse_path(inner)] = parse_path(outer)
    return found
