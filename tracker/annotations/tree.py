"""YAML as a tree of texts, each with its line and column.

Every scalar is text: ``NO`` is Norway, ``2015`` a year. What a text means is for the schema.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from tracker.annotations.mistakes import Keys, Place, Report, path_of

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

BOOLEANS = frozenset({"no", "false", "off", "n"})  # what YAML 1.1 makes of NO, written again
TEXT_TAGS = ("tag:yaml.org,2002:str", "!")


@dataclass(slots=True)
class Node:
    """A text, a list or a mapping; ``keys`` are the places of a mapping's keys."""

    line: int
    column: int
    value: str | list[Node] | dict[str, Node]
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    def plain(self) -> Plain:
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return {key: node.plain() for key, node in self.value.items()}


@dataclass(frozen=True, slots=True)
class At:
    """A node with the file and the keys that lead to it."""

    file: str
    node: Node
    keys: Keys = ()

    def place(self, *keys: str | int) -> Place:
        """The place of what stands below, or of the nearest thing above it that exists."""
        node, taken = self.node, list(self.keys)
        for key in keys:
            below = _below(node, key)
            if below is None:
                break
            node = below
            taken.append(key)
        return Place(self.file, node.line, node.column, path_of(tuple(taken)))

    def place_of_key(self, key: str) -> Place:
        line, column = self.node.keys.get(key, (self.node.line, self.node.column))
        return Place(self.file, line, column, path_of((*self.keys, key)))

    def go(self, *keys: str | int) -> At | None:
        node = self.node
        for key in keys:
            below = _below(node, key)
            if below is None:
                return None
            node = below
        return At(self.file, node, (*self.keys, *keys))

    def items(self) -> Iterator[tuple[str | int, At]]:
        """What a list or a mapping holds, with index or key."""
        value = self.node.value
        pairs: Any = value.items() if isinstance(value, dict) else enumerate(value)
        if isinstance(value, str):
            return
        for key, node in pairs:
            yield key, At(self.file, node, (*self.keys, key))


def _below(node: Node, key: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(key))
    if isinstance(node.value, list) and isinstance(key, int) and key < len(node.value):
        return node.value[key]
    return None


# --- Reading --------------------------------------------------------------------------------


def read_tree(text: str, file: str, report: Report) -> At | None:
    """The one document of a file; mistakes go to the report, and None comes back if unreadable."""
    text = text.removeprefix("\ufeff")
    try:
        events = YAML(typ="safe", pure=True).parse(io.StringIO(text))
        builder = _Builder(file, report)
        return builder.document(iter(events))
    except MarkedYAMLError as error:
        report.add(_place_of(error, file), *_sentence(error, text))
    except ReaderError as error:
        before = text[: error.position]
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        wrong = f"U+{ord(text[error.position]):04X} stands here, a character that YAML has not."
        report.add(place, wrong, "Remove it.")
    return None


def _place_of(error: MarkedYAMLError, file: str) -> Place:
    mark = error.problem_mark or error.context_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def _sentence(error: MarkedYAMLError, text: str) -> tuple[str, str]:
    mark = error.problem_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1 if mark else 0]:
        return "A tab stands here, and YAML cannot begin anything with one.", "Indent by spaces."
    what = (error.problem or "it cannot be read").strip()
    context = f" {error.context.strip()}" if error.context else ""
    hint = "Text with ': ', ' #' or, inside {}, a comma stands in single quotes."
    return f"This is not YAML: {what}{context}.", hint


class _Builder:
    """Builds the tree from the parser's events; refuses what fixtures do not use."""

    def __init__(self, file: str, report: Report) -> None:
        self.file, self.report = file, report

    def document(self, events: Iterator[Event]) -> At | None:
        found: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if found is not None:
                    self.refuse(event, (), "A second document begins here.", "One file, one `---`.")
                    return None
                found = self.node(next(events), events, ())
        if found is None or found.value == "":
            self.report.add(Place(self.file), "The file is empty.", "Write it, or delete it.")
            return None
        return At(self.file, found)

    def node(self, event: Event, events: Iterator[Event], keys: Keys) -> Node:
        mark = event.start_mark
        node = Node(mark.line + 1, mark.column + 1, "")
        anchor = getattr(event, "anchor", None)
        if anchor:
            wrong = f"Anchors and aliases (&{anchor}) are not used here."
            self.refuse(event, keys, wrong, "Write it out in both places.")
        if isinstance(event, AliasEvent):
            return node
        if isinstance(event, ScalarEvent):
            node.value = self.scalar(event, keys)
        elif isinstance(event, SequenceStartEvent):
            node.value = self.sequence(events, keys)
        elif isinstance(event, MappingStartEvent):
            node.value, node.keys = self.mapping(events, keys)
        return node

    def scalar(self, event: ScalarEvent, keys: Keys) -> str:
        text = str(event.value)
        if event.tag and event.tag not in TEXT_TAGS:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            meant = "NO" if text.lower() in BOOLEANS else ""
            wrong = f"The tag {tag} makes {text!r} something else than text."
            mend = "Leave the tag out: every value is read as text, and NO is Norway."
            self.refuse(event, keys, wrong, mend, meant)
        return text

    def sequence(self, events: Iterator[Event], keys: Keys) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            found.append(self.node(event, events, (*keys, len(found))))
        return found

    def mapping(
        self, events: Iterator[Event], keys: Keys
    ) -> tuple[dict[str, Node], dict[str, tuple[int, int]]]:
        found: dict[str, Node] = {}
        places: dict[str, tuple[int, int]] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                self.refuse(event, keys, "A key is a plain word.", "Write it as `word: value`.")
            key = str(self.node(event, events, keys).value)
            below = self.node(next(events), events, (*keys, key))
            if below.value == "":  # YAML places what is not there at whatever follows
                below.line, below.column = event.start_mark.line + 1, event.start_mark.column + 1
            if key in found:
                first = f"The first is in line {places[key][0]}; one of them goes."
                self.refuse(event, (*keys, key), f"{key!r} stands here a second time.", first)
                continue
            found[key] = below
            places[key] = (event.start_mark.line + 1, event.start_mark.column + 1)
        return found, places

    def refuse(
        self, event: Event, keys: Keys, wrong: str, expected: str, nearest: str = ""
    ) -> None:
        mark = event.start_mark
        place = Place(self.file, mark.line + 1, mark.column + 1, path_of(keys))
        self.report.add(place, wrong, expected, nearest)
