"""Orders: one field, then the code; what has no value comes last, whichever way round."""

import pytest

from tests.record import said
from tracker.fields import REGISTRIES, Order, UnknownOrder
from tracker.filters import ContributionFilterSet

CONTRIBUTIONS = REGISTRIES["contributions"]


def ordered(text: str) -> list[str]:
    query = ContributionFilterSet.read({})
    rows = query.rows.order_by(*Order.read(text, CONTRIBUTIONS).by(query))
    return list(rows.values_list("path", flat=True))


@pytest.mark.django_db
def test_rows_without_a_value_come_last_both_ways() -> None:
    said("FR/funding", status="pledged", due="2016")
    said("FR/equipment", status="pledged", due="2017")
    said("FR/airstrikes")
    assert ordered("due") == ["FR/funding", "FR/equipment", "FR/airstrikes"]
    assert ordered("-due") == ["FR/equipment", "FR/funding", "FR/airstrikes"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", CONTRIBUTIONS.sortable)
def test_every_order_can_be_had_both_ways(name: str) -> None:
    said("FR/airstrikes", amount="2 targets")
    said("DE/training", status="pledged")
    assert ordered(name)
    assert sorted(ordered(f"-{name}")) == sorted(ordered(name))


@pytest.mark.django_db
def test_numbers_are_ordered_as_numbers() -> None:
    said("FR/airstrikes", amount="9 strikes")
    said("DE/airstrikes", amount="10 strikes")
    said("IT/airstrikes")
    assert ordered("low") == ["FR/airstrikes", "DE/airstrikes", "IT/airstrikes"]
    assert ordered("-low") == ["DE/airstrikes", "FR/airstrikes", "IT/airstrikes"]


def test_an_order_that_there_is_not_names_the_nearest() -> None:
    with pytest.raises(UnknownOrder, match="was '-due' meant") as error:
        Order.read("-deu", CONTRIBUTIONS)
    assert error.value.nearest == "-due"


def test_the_code_makes_every_order_whole() -> None:
    for registry in REGISTRIES.values():
        for name in registry.sortable:
            assert Order.read(name, registry).fields[-1].name == "code"
