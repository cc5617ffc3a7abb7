"""A small world of fixtures for tests: reference data, a text, and files made from them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tracker.annotations.load import Load, prepare
from tracker.annotations.mistakes import FixtureError, Mistake
from tracker.annotations.plan import Action, Step

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
HARBOUR = (TEXTS / "harbour.txt").read_text(encoding="utf-8")
SHA256 = "a1ba529d97691610378d1edb06791ee0693f87f749c694733e5f281ecec83d4b"
TEXT = f"{{sha256: {SHA256}, characters: 421}}"

REFERENCE = """
coalitions:
- {code: gulf-watch, name: Gulf Watch}
countries:
- {code: DK, name: Denmark, type: state}
- {code: GB, name: United Kingdom, type: state, aliases: [Britain, UK]}
- {code: IT, name: Italy, type: state}
- {code: NO, name: Norway, type: state}
- {code: SE, name: Sweden, type: state}
- {code: NORDICS, name: Nordic countries, type: organisation, members: [DK, 'NO', SE]}
lines_of_effort:
- {code: military, name: Military}
kinds:
- {code: airstrikes, name: Airstrikes, rule: a, example: b, counterexample: c}
- {code: deployment, name: Deployment, rule: a, example: b, counterexample: c}
- {code: deployment.naval, name: Ships, parent: deployment, rule: a, example: b, counterexample: c}
- {code: funding, name: Funding, rule: a, example: b, counterexample: c}
- {code: membership, name: Membership, rule: a, example: b, counterexample: c}
- {code: training, name: Training, rule: a, example: b, counterexample: c}
metrics:
- {code: money, name: Money, unit: currency units, nature: flow}
- {code: ships, name: Ships, unit: ships, nature: stock}
- {code: targets, name: Targets, unit: targets, nature: flow}
- {code: trainees, name: Trainees, unit: people, nature: flow}
places:
- {code: persian-gulf, name: Persian Gulf, level: sea}
- {code: raqqa, name: Raqqa, level: city}
speakers:
- {code: jane-admiral, name: Jane Admiral, of: 'NO', role: military}
"""

HEAD = """
source:
  id: {id}
  coalition: gulf-watch
  title: Ships for the Gulf
  publisher: Nobody
  published: 2015-11-24
"""

NORWAY = """- quote: Norway sent three ships to the Gulf on Monday
  at: 20
  says:
"""


def source(*readings: str, name: str = "made-up", text: bool = True, more: str = "") -> str:
    """A source's file with these readings; they stand in the harbour's text."""
    held = f"  text: {TEXT}\n" if text else ""
    head = HEAD.format(id=name).lstrip() + held + more
    return head + ("\nreadings:\n" + "".join(readings) if readings else "")


def norway(*says: str) -> str:
    """The first quote of the text, and what it says."""
    return NORWAY + "".join(f"  - {{{each}}}\n" for each in says)


def reading(quote: str, *says: str, at: int | None = None, more: str = "") -> str:
    """A reading of words of the text, in block style."""
    at = HARBOUR.index(quote) if at is None else at
    lines = [f"- quote: {quote}", f"  at: {at}", *([f"  {more}"] if more else [])]
    if says:
        lines += ["  says:", *(f"  - {{{each}}}" for each in says)]
    return "\n".join(lines) + "\n"


class Folder:
    """A folder of fixtures that a test writes and loads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("reference/all.yaml", REFERENCE)

    def write(self, name: str, text: str) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def source(self, *readings: str, name: str = "made-up", **options: Any) -> Path:
        return self.write(f"sources/{name}.yaml", source(*readings, name=name, **options))

    def prepare(self, **options: Any) -> Load:
        return prepare([self.path], TEXTS, **options)

    def load(self, **options: Any) -> Load:
        load = self.prepare(**options)
        load.apply()
        return load

    def mistakes(self, **options: Any) -> list[Mistake]:
        try:
            self.prepare(**options)
        except FixtureError as error:
            return error.mistakes
        return []

    def mistake(self, *readings: str, **options: Any) -> Mistake:
        """The only mistake of a source with these readings."""
        self.source(*readings, **options)
        (found,) = self.mistakes()
        return found


def done(load: Load, *models: str) -> list[tuple[str, str]]:
    """What a plan does besides leaving things alone: action and key."""
    return [
        (step.action.value, step.key)
        for step in load.plan.steps
        if step.action is not Action.KEEP and (not models or step.model in models)
    ]


def step_of(load: Load, key: str) -> Step:
    (found,) = [step for step in load.plan.steps if step.key == key]
    return found


def sentences(mistakes: Iterable[Mistake]) -> list[str]:
    return [f"{each.place.line}:{each.place.path}: {each}" for each in sorted(mistakes)]
