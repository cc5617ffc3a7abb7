"""Any question's totals are those of the domain's rule, and each cell leads to its records."""

from random import Random
from typing import Any

import pytest

from tests.totals.plainly import Plain
from tracker.domain.codes import Path
from tracker.domain.totals import Total
from tracker.filters import ContributionFilterSet
from tracker.models import Contribution
from tracker.totals import Answer, Cell, Question, answer, read_totals

QUESTIONS = 40
LEFT = ("without_figure", "other_currency", "rates", "inside_another", "undated")
SINGLE = {"country", "region", "kind", "status_group"}
BY = ["country", "region", "kind", "line_of_effort", "status_group", "month", "year"]
CHOICES: dict[str, list[str]] = {
    "country": ["FR,DE,IT", "EU,FR", "US", "CA,NO"],
    "country!": ["US", "FR,TR"],
    "type": ["state", "organisation,fund,state"],
    "region": ["Europe", "unstated", "Asia,unstated"],
    "kind": ["military", "deployment", "funding,humanitarian", "training"],
    "kind!": ["deployment.air"],
    "line_of_effort": ["military", "humanitarian,unstated"],
    "status_group": ["actual", "prospective", "actual,prospective", "denied,unstated"],
    "status": ["done,ended", "pledged", "ongoing,pledged"],
    "stake": ["self", "reporter"],
    "role": ["lead"],
    "place": ["syria", "raqqa"],
    "tie": ["presumed", "stated,presumed"],
    "membership": ["member", "outside,unknown"],
    "disputed": ["false"],
    "metric": ["personnel", "money"],
    "measure": ["personnel,strikes", "money"],
    "convert_to": ["USD", "EUR"],
    "valid_on": ["2015-10-15", "2015-11-23"],
    "held_after": ["2015-10-15", "2015"],
    "held_before": ["2015-10", "2015-11-12"],
    "date_match": ["certain", "possible"],
    "when_after": ["2015-10"],
    "q": ["paper", "France"],
    "implied_only": ["false"],
}


def asked(random: Random) -> dict[str, str]:
    """Some question."""
    params = {
        name: random.choice(CHOICES[name])
        for name in random.sample(list(CHOICES), random.randint(0, 4))
    }
    by = random.sample(BY, random.randint(0, 2))
    if {"month", "year"} <= set(by):
        by.remove("year")
    return params | ({"by": ",".join(by)} if by else {})


def hold(cell: Cell, question: Question, wholes: dict[Path, Path]) -> None:
    """Its counts and metrics are what its records come to."""
    plain = Plain(cell, question)
    assert len(plain.rows) == cell.contributions, cell.asked
    assert plain.states_counted == cell.countries, cell.asked
    for each in cell.metrics:
        expected = plain.total(each.metric.code, each.currency, wholes)
        assert outcomes(each.total) == outcomes(expected), (cell.asked, each.metric.code)
        parts = [getattr(each.total, name) for name in ("counted", *LEFT)]
        assert sum(parts) == cell.contributions


def outcomes(of: Total[Any]) -> dict[str, Any]:
    found = {name: getattr(of, name) for name in Total.__slots__ if name != "exceeded"}
    return found | {"exceeded": len(of.exceeded)}


@pytest.mark.usefixtures("record")
def test_totals_are_what_their_records_come_to() -> None:
    random = Random(2015)  # noqa: S311 - the same questions every time
    wholes = {
        part.parts_path: part.part_of.parts_path
        for part in Contribution.objects.exclude(part_of=None).select_related("part_of")
        if part.part_of
    }
    seen: set[str] = set()
    for _ in range(QUESTIONS):
        question = read_totals(asked(random))
        found = answer(question)
        for cell in [*found.cells, found.whole]:
            hold(cell, question, wholes)
            seen |= {name for m in cell.metrics for name, n in outcomes(m.total).items() if n}
        hold_together(found)
    assert seen == set(Total.__slots__) - {"by_rate"}, "some outcome never came up"


def hold_together(found: Answer) -> None:
    """Cells of groups that do not overlap part the whole among them; what is left out is there."""
    by = {grouping.name for grouping in found.question.groupings}
    if by and by <= SINGLE:
        assert sum(cell.contributions for cell in found.cells) == found.whole.contributions
    for each in found.left_out:
        if each.asked is not None:
            rows = ContributionFilterSet.read(each.asked).rows
            assert rows.count() == each.contributions, each.because
    if by in ({"month"}, {"year"}) and found.left_out[-1].asked is None:
        shown = sum(cell.contributions for cell in found.cells)
        assert shown + found.left_out[-1].contributions == found.whole.contributions
