"""Ratios of two contestants of one run, beside what is aimed at and the limit."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console
from rich.table import Column, Table

from tests.bench.load import Round, Runner


@dataclass(frozen=True)
class Ratio:
    """``over`` ÷ ``under``, of requests a second or of milliseconds.

    ``limit`` is the least that a ratio that should be high may be, or the most that one that
    should be low may be; None where nothing is promised.
    """

    name: str
    over: str
    under: str
    of: Literal["req/s", "ms"]
    aim: float | None = None
    limit: float | None = None
    high_is_good: bool = True

    def value(self, runners: Mapping[str, Runner]) -> float | None:
        """The median over the rounds; None where a contestant did not run."""
        if self.over not in runners or self.under not in runners:
            return None
        pairs = zip(runners[self.over].rounds, runners[self.under].rounds, strict=True)
        return statistics.median(self._figure(a) / self._figure(b) for a, b in pairs)

    def is_passed(self, value: float | None) -> bool:
        """The limit is passed: what was promised is not kept."""
        if value is None or self.limit is None:
            return False
        return value < self.limit if self.high_is_good else value > self.limit

    def _figure(self, round_: Round) -> float:
        return round_.per_second if self.of == "req/s" else round_.median_ms


@dataclass(frozen=True)
class Report:
    """All of a benchmark's figures; ``about`` says of what and where they were taken."""

    about: Mapping[str, Any]
    runners: Mapping[str, Runner]
    ratios: Sequence[Ratio]

    @property
    def broken(self) -> list[Ratio]:
        return [ratio for ratio in self.ratios if ratio.is_passed(ratio.value(self.runners))]

    def show(self, *, as_json: bool) -> None:
        if as_json:
            sys.stdout.write(json.dumps(self.as_json(), indent=1) + "\n")
            return
        console = Console(width=132)
        console.print(", ".join(f"{name} {value}" for name, value in self.about.items()))
        console.print(self._figures())
        console.print(self._ratios())

    def as_json(self) -> dict[str, Any]:
        return {
            "about": dict(self.about),
            "figures": {name: _summary(runner) for name, runner in self.runners.items()},
            "ratios": [
                {
                    **{name: getattr(ratio, name) for name in ("name", "of", "over", "under")},
                    "value": ratio.value(self.runners),
                    **{name: getattr(ratio, name) for name in ("aim", "limit")},
                    "passed": ratio in self.broken,
                }
                for ratio in self.ratios
            ],
        }

    def _figures(self) -> Table:
        table = Table("measured", *_right("req/s", "ms", "p99 ms", "rows", "bytes"))
        for name, runner in self.runners.items():
            figures = _summary(runner)
            table.add_row(
                name,
                f"{figures['req/s']:,.1f}",
                f"{figures['ms']:,.1f}",
                f"{figures['p99 ms']:,.1f}",
                f"{figures['rows']:,}",
                f"{figures['bytes']:,}",
            )
        return table

    def _ratios(self) -> Table:
        table = Table("ratio", "of", *_right("measured", "aim", "limit"), "")
        for ratio in self.ratios:
            value = ratio.value(self.runners)
            table.add_row(
                ratio.name,
                ratio.of,
                _number(value),
                *(_number(each) for each in (ratio.aim, ratio.limit)),
                "limit passed" if ratio.is_passed(value) else _verdict(ratio, value),
            )
        return table


def _verdict(ratio: Ratio, value: float | None) -> str:
    if value is None:
        return "not measured"
    if ratio.aim is None:
        return ""
    reached = value >= ratio.aim if ratio.high_is_good else value <= ratio.aim
    return "aim reached" if reached else ""


def _summary(runner: Runner) -> dict[str, Any]:
    rounds = runner.rounds
    return {
        "req/s": statistics.median(each.per_second for each in rounds),
        "ms": statistics.median(each.median_ms for each in rounds),
        "p99 ms": statistics.median(each.worst_ms for each in rounds),
        "requests": sum(each.requests for each in rounds),
        "rows": rounds[0].rows,
        "bytes": rounds[0].size,
    }


def _right(*names: str) -> list[Column]:
    return [Column(name, justify="right") for name in names]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
