"""Each parameter of each filter set can be asked, and finds a row once or not at all."""

from typing import Any

import pytest

from tests.record import claimed, country, line_of_effort, place, quote, said, source, speaker
from tracker.actions import acting
from tracker.filters import FILTER_SETS
from tracker.filters.values import Codes, Exact
from tracker.models import Contribution, Member

BOUNDS = ("low_min", "low_max", "high_min", "high_max")
NEEDED = {
    "holds": {"valid_on": "2015-11-23"},
    "currency": {"metric": "targets"},
    **{name: {"metric": "targets"} for name in BOUNDS},
}


@pytest.fixture
def record(db: None) -> None:
    """At least one value of every column that codes are asked of."""
    Member.objects.create(
        organisation=country("EU", type="organisation"),
        country=country("FR", region="Europe", subregion="Western Europe"),
    )
    country("IQ-KR", type="region", parent=country("IQ"))
    place("raqqa", parent=place("syria"), country=country("SY"))
    officer = speaker("paper:officer", "US", anonymous=True, source=source("paper"))
    words = quote("two targets", of="paper", by=officer, occasion="briefing")
    effort = line_of_effort("military")
    whole = said("EU/airstrikes", effort="chammal", recipient=country("IQ"), line_of_effort=effort)
    part = said("FR/airstrikes@syria", words, amount="2 targets", place=place("raqqa"))
    with acting(by=None):
        Contribution.objects.filter(pk=part.contribution_id).update(part_of=whole.contribution)
    claimed(words, "24", names="FR", excludes="EU")


def value_of(asked: Any) -> str | None:
    """Some value that it takes; None where nothing in the record has one."""
    schema = asked.schema.get("items", asked.schema)
    if "enum" in schema:
        return str(schema["enum"][0])
    if asked.field_class in (Codes, Exact):
        column = asked.extra.get("column", "code")
        found = asked.extra["records"]().exclude(**{column: ""}).order_by(column)
        return found.values_list(column, flat=True).first()
    by_type = {"boolean": "true", "number": "1"}
    by_format = {"date": "2015-11-23", "date-time": "2015-11-23"}
    text = by_type.get(schema["type"]) or by_format.get(schema.get("format", ""))
    return text or ("2015" if asked.stem else "targets")


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("name", FILTER_SETS)
def test_each_can_be_asked(name: str) -> None:
    filter_set = FILTER_SETS[name]
    for parameter, asked in filter_set.base_filters.items():
        value = value_of(asked)
        assert value is not None, f"{parameter}: give the record something to ask for"
        query = filter_set.read({parameter: value, **NEEDED.get(parameter, {})})
        rows = list(query.rows.values_list("pk", flat=True))
        assert len(rows) == len(set(rows)), parameter
        assert query.read_as or parameter == "date_match", parameter
        assert isinstance(query.lacking(), dict), parameter
