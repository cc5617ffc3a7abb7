"""Rooms: each says what belongs there, and import-linter knows where it stands."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Django makes these; nobody chooses what belongs there.
NO_ROOM = {"migrations", "commands"}
ROOMS = sorted(
    path.parent.relative_to(ROOT).as_posix()
    for top in ("coalition", "tracker")
    for path in (ROOT / top).rglob("__init__.py")
    if path.parent.name not in NO_ROOM
)


@pytest.mark.parametrize("room", ROOMS)
def test_room_says_what_belongs_there(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text()))
    assert docstring, f"{room}/__init__.py: say in about three lines what belongs there"


@pytest.mark.parametrize("top", ["coalition", "tracker"])
def test_every_folder_of_code_is_a_room(top: str) -> None:
    folders = {path.parent for path in (ROOT / top).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_room_has_its_layer() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c for c in linter["contracts"] if c["type"] == "layers")
    placed = {room.strip(" ()") for row in layers["layers"] for room in row.split("|")} | set(
        layers["exhaustive_ignores"]
    )
    rooms = {path.parent.name for path in (ROOT / "tracker").glob("*/__init__.py")}
    assert layers["exhaustive"] is True
    assert rooms <= placed
