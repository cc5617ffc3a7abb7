"""The texts that quotes stand in, found by their sha256 whatever their files are called."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from tracker.domain.anchoring import TextError, check_text

TOLERANCE = 0.1  # by what part of its length a changed copy may be longer or shorter


@dataclass(frozen=True, slots=True)
class Alike:
    """A file that has ``found`` of a source's ``quotes``."""

    path: Path
    text: str
    found: int
    quotes: int

    @property
    def sha256(self) -> str:
        return _sha256(self.path.read_bytes())

    @property
    def told(self) -> str:
        return f"{self.path} has {self.found} of its {self.quotes} quotes"


@dataclass(slots=True)
class Texts:
    """The files of a folder by their sha256; ``nearly`` by that of the text they ought to be.

    ``at_hand`` are texts that are in no folder.
    """

    folder: Path | None = None
    files: dict[str, Path] = field(default_factory=dict)
    nearly: dict[str, Path] = field(default_factory=dict)
    at_hand: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path | None) -> Texts:
        texts = cls(folder)
        if folder is not None:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                texts._add(path)
        return texts

    def find(self, sha256: str) -> str | None:
        """The text with this hash, or None if there is no copy.

        Raises TextError where there is one that is no text as texts are kept.
        """
        if sha256 in self.at_hand:
            return self.at_hand[sha256]
        path = self.files.get(sha256)
        if path is not None:
            return _text_of(path)
        nearly = self.nearly.get(sha256)
        if nearly is not None:
            _text_of(nearly)
        return None

    def alike(self, quotes: Collection[str], characters: int | None = None) -> Alike | None:
        """A file in which most of the quotes stand; if told how long the text is, about as long.

        Where a text's hash is known it is a changed copy or another edition: never that text.
        """
        for path in self.files.values():
            if path.suffix in (".yaml", ".yml"):  # fixtures have the quotes too
                continue
            text = path.read_bytes().decode(errors="replace")
            if characters and abs(len(text) - characters) > characters * TOLERANCE:
                continue
            found = sum(quote in text for quote in quotes)
            if found * 2 > len(quotes):
                return Alike(path, text, found, len(quotes))
        return None

    def _add(self, path: Path) -> None:
        content = path.read_bytes()
        self.files.setdefault(_sha256(content), path)
        mended = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if mended != content:
            self.nearly.setdefault(_sha256(mended), path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text_of(path: Path) -> str:
    try:
        return check_text(path.read_bytes())
    except TextError as error:
        raise TextError(f"{path}: {error}") from None
