"""``expand=``: records as rows inside the rows of others.

What is shown of them is said by the registries of their own lists. The page of one record has all
its relations; a list has those that are asked for. ``statements.quotes`` puts the quotes of each
statement inside it, and ``fields=statements.status`` chooses what a statement inside shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tracker.api.relations import RELATIONS, relations_of
from tracker.domain.codes import nearest
from tracker.fields import REGISTRIES, UnknownField
from tracker.filters import Mistake

DEEPEST = 3  # names of a path: statements.quotes.sources


@cache
def paths_of(name: str) -> tuple[str, ...]:
    """What ``expand=`` may name for a list: relations, and the few inside of them."""
    return tuple(_paths(name, DEEPEST))


def _paths(name: str, depth: int, *, inside: bool = False) -> Iterator[str]:
    for relation in RELATIONS.get(name, ()):
        if depth and (relation.few or not inside):
            yield relation.name
            for path in _paths(relation.name, depth - 1, inside=True):
                yield f"{relation.name}.{path}"


def below(name: str, paths: Sequence[str]) -> tuple[str, ...]:
    """What paths name inside of a relation."""
    return tuple(path.removeprefix(f"{name}.") for path in paths if path.startswith(f"{name}."))


# --- What is asked for ----------------------------------------------------------------------


def read_expand(name: str, text: str | None) -> tuple[tuple[str, ...], list[Mistake]]:
    """The paths that ``expand=`` names."""
    if text is None:
        return (), []
    known, paths = paths_of(name), text.split(",")
    mistakes = [_unknown(name, text, path) for path in paths if path not in known]
    if len(set(paths)) < len(paths):
        mistakes.append(Mistake("expand", text, "each is named once."))
    return tuple(paths), mistakes


def _unknown(name: str, text: str, path: str) -> Mistake:
    known = paths_of(name)
    if not known:
        return Mistake("expand", text, f"{name.replace('_', ' ')} hold no other records.")
    meant = nearest(path, known) or ""
    hint = f"was {meant!r} meant?" if meant else f"they hold {', '.join(relations_of(name))}."
    return Mistake("expand", text, f"{name} do not hold {path!r}; {hint}", meant)


def read_inside(names: Sequence[str], paths: Sequence[str]) -> list[Mistake]:
    """What is amiss in fields inside: ``statements.status`` where ``statements`` is expanded."""
    return [mistake for name in names for mistake in _amiss(name, paths)]


def _amiss(name: str, paths: Sequence[str]) -> Iterator[Mistake]:
    path, _, field = name.rpartition(".")
    if not any(f"{each}.".startswith(f"{path}.") for each in paths):
        yield Mistake("fields", name, f"give expand={path} too, if it is there to expand.")
        return
    try:
        REGISTRIES[path.rpartition(".")[2]].choose([field])
    except UnknownField as error:
        meant = f"{path}.{error.nearest}" if error.nearest else ""
        yield Mistake("fields", name, str(error), meant)
