"""Who is certain and who is possible, by what the statements that match add up to (H3)."""

from datetime import date
from typing import Any

import pytest

from tests import record
from tracker.models.choices import Basis, Tie
from tracker.reconcile import Reconciliation, Record, reconcile
from tracker.reconcile.matching import UnknownDimension, matches

pytestmark = pytest.mark.django_db


def held(counts: dict[str, str], amount: str = "10", **columns: Any) -> Reconciliation:
    return reconcile(record.claimed(f"{amount} nations", amount, counts=counts, **columns))


def sides(found: Reconciliation) -> dict[str, dict[str, tuple[str, ...]]]:
    """Who is on which side, and why; sides that are empty are left out."""
    names = ("certain", "possible", "denied", "beside")
    told = {name: {each.country.code: each.why for each in getattr(found, name)} for name in names}
    return {name: who for name, who in told.items() if who}


# --- What is asked of statements is asked of one ----------------------------------------------


def test_a_promise_for_a_place_is_no_deed_there() -> None:
    record.said("FR/airstrikes", place=record.place("iraq"))
    record.said("FR/airstrikes", status="expected", change="more", place=record.place("syria"))
    assert sides(held({"place": "iraq"})) == {"certain": {"FR": ()}}
    assert sides(held({"place": "syria"})) == {
        "possible": {"FR": ("promised, not told as a deed",)}
    }


def test_a_deed_whose_place_is_not_said_may_be_there() -> None:
    record.said("FR/airstrikes")
    record.said("FR/airstrikes", status="expected", place=record.place("syria"), change="more")
    record.place("iraq")
    not_said = {"possible": {"FR": ("its place is not said",)}}
    assert sides(held({"place": "syria"})) == not_said
    assert sides(held({"place": "iraq"})) == not_said


def test_what_is_known_to_be_elsewhere_is_not_there() -> None:
    record.said("FR/deployment.naval", place=record.place("persian-gulf"))
    record.said("FR/deployment.naval", "the carrier's presence")
    record.place("red-sea")
    assert sides(held({"place": "red-sea"})) == {}


def test_a_wider_place_may_be_meant() -> None:
    record.place("raqqa", parent=record.place("syria"))
    record.said("FR/airstrikes@syria")
    assert sides(held({"place": "raqqa"})) == {"possible": {"FR": ("its place is wider",)}}
    record.said("FR/airstrikes@syria", place=record.place("raqqa"))
    assert sides(held({"place": "raqqa"})) == {"certain": {"FR": ()}}


def test_a_role_in_one_place_is_no_role_in_another() -> None:
    iraq, syria = record.place("iraq"), record.place("syria")
    record.said("IT/training", role="lead", place=iraq)
    record.said("IT/training", role="participant", place=syria)
    assert sides(held({"role": "lead", "place": "iraq"})) == {"certain": {"IT": ()}}
    assert sides(held({"role": "lead", "place": "syria"})) == {}


def test_it_was_there_on_another_day() -> None:
    gulf, sea = record.place("persian-gulf"), record.place("mediterranean")
    record.said("FR/deployment.naval", status="done", place=gulf, when="2015-03-17")
    record.said("FR/deployment.naval", place=sea)
    assert sides(held({"place": "mediterranean"})) == {"certain": {"FR": ()}}
    assert sides(held({"place": "persian-gulf"})) == {
        "possible": {"FR": ("its date leaves it open",)}
    }


def test_a_line_of_effort_of_its_own_takes_the_place_of_the_usual_one() -> None:
    military, relief = record.line_of_effort("military"), record.line_of_effort("humanitarian")
    record.kind("logistics", line_of_effort=military)
    record.said("FR/logistics", line_of_effort=relief)
    record.said("DE/logistics")
    record.said("IT/funding")
    assert sides(held({"line_of_effort": "military"})) == {
        "certain": {"DE": ()},
        "possible": {"IT": ("its line of effort is not said",)},
    }


# --- What makes the certain possible ----------------------------------------------------------


def test_a_claim_that_is_narrower_than_any_query_makes_nobody_certain() -> None:
    record.said("IT/training")
    found = held({"kind": "training"}, "15", not_narrowed="to those that have deployed personnel")
    assert sides(found) == {"possible": {"IT": ("the claim is narrower than what is counted",)}}
    assert found.not_named == "14–15"


def test_presumed_implied_and_denied() -> None:
    record.said("FR/training", tie=Tie.PRESUMED)
    record.said("IT/training", basis=Basis.IMPLIED)
    record.said("DE/training", status="absent")
    record.said("NO/training", "nobody of ours", status="unlikely", change="more")
    assert sides(held({"kind": "training"})) == {
        "possible": {
            "FR": ("its tie to the coalition is presumed",),
            "IT": ("only implied",),
        },
        "denied": {"DE": ()},
    }


def test_one_stated_tie_is_enough() -> None:
    record.said("FR/training", tie=Tie.PRESUMED)
    record.said("FR/training")
    assert sides(held({"kind": "training"})) == {"certain": {"FR": ()}}


def test_a_dispute_of_the_whole_reaches_its_parts() -> None:
    record.said("FR/airstrikes", place=record.place("iraq"))
    record.said("FR/airstrikes", status="absent", source="another")
    assert sides(held({"place": "iraq"})) == {"possible": {"FR": ("disputed",)}}


def test_wider_kinds_are_possible_and_organisations_beside() -> None:
    record.said("FR/training.police")
    record.said("IT/training")
    record.country("EU", type="organisation")
    record.said("EU/training.police")
    assert sides(held({"kind": "training.police"})) == {
        "certain": {"FR": ()},
        "possible": {"IT": ("its kind is wider",)},
        "beside": {"EU": ()},
    }


def test_whom_the_tally_names_and_leaves_out() -> None:
    record.said("FR/training")
    record.said("US/training")
    found = held({"kind": "training"}, names="FR,DE", excludes="US")
    assert sides(found) == {
        "certain": {"FR": ()},
        "possible": {"DE": ("named by the tally; the record is silent",)},
    }


# --- Numbers and days -------------------------------------------------------------------------


def test_over_a_metric_what_stands_elsewhere_is_not_counted() -> None:
    """H6: of "about 600" at one centre Italy has 200; its 300 elsewhere are none of them."""
    erbil, baghdad = record.place("erbil"), record.place("baghdad")
    record.said("IT/training", amount="200 personnel", place=erbil)
    record.said("IT/training", amount="300 personnel", place=baghdad)
    record.said("FR/training@erbil", amount="50 personnel")
    found = held({"place": "erbil"}, "540..660 personnel")
    assert found.counted == (250, 250)
    assert found.not_named == "290–410"


def test_what_was_known_that_day() -> None:
    record.source("later", published="2015-12-10")
    record.said("FR/airstrikes", place=record.place("iraq"))
    record.said("FR/airstrikes", status="absent", place=record.place("iraq"), source="later")
    tally = record.claimed("ten nations", "10", counts={"place": "iraq"})
    assert sides(reconcile(tally, date(2015, 11, 30))) == {"certain": {"FR": ()}}
    assert sides(reconcile(tally)) == {"possible": {"FR": ("disputed",)}}


def test_a_query_by_what_no_tally_counts() -> None:
    with pytest.raises(UnknownDimension, match="cannot count by 'plase'; was 'place' meant"):
        matches({"plase": "syria"}, record.COALITION, Record())
