"""What the record must say of the first annotated article, from its fixture alone."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tracker.domain.holding import cell
from tracker.models import Contribution, Figure, Quote, Source, State, Statement, Tally
from tracker.reconcile import Reconciliation, reconcile

ARTICLE = "voa-2015-11-23-ally-support"


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    call_command("load", "fixtures", stdout=StringIO(), stderr=StringIO())


def state_of(path: str) -> State:
    return State.objects.at().get(contribution__path=path)


# --- Promises are not deeds -----------------------------------------------------------------


def test_what_did_not_happen_is_in_no_actual_total() -> None:
    for path, group in {
        "TR/deployment.ground": "prospective",
        "DE/funding": "prospective",
        "GB/airstrikes@syria": "prospective",
        "EUROPEAN-PARTNERS/unspecified": "denied",
    }.items():
        state = state_of(path)
        assert state.status_group == group
        assert state.held_latest is None
        assert not Figure.objects.filter(state=state, status_group="actual").exists()


def test_a_german_increase_is_possible_at_most() -> None:
    state = state_of("DE/funding")
    assert (state.outlook_status, state.outlook_change) == ("possible", "more")
    assert state.implied_only is False
    increase = Statement.objects.get(contribution__path="DE/funding", change="more")
    assert increase.quote.speaker is not None
    assert increase.quote.speaker.country_id == "US"
    assert increase.standing.stake == "ally"


def test_a_condition_keeps_a_deed_a_promise() -> None:
    held = Statement.objects.get(contribution__path="TR/military", status="expected")
    assert held.condition.startswith("as long as the U.S.")


# --- Numbers --------------------------------------------------------------------------------


def test_from_12_to_38_is_38() -> None:
    figure = Figure.objects.get(contribution__path="FR/deployment.air")
    assert figure.metric_id == "aircraft"
    assert figure.low == figure.high == 38
    said = Statement.objects.filter(contribution__path="FR/deployment.air")
    assert [s.low for s in said.order_by("position")] == [12, 38]


def test_40_arrests_of_kosovo() -> None:
    figure = Figure.objects.get(contribution__path="XK/foreign-fighters")
    assert figure.metric_id == "arrests"
    assert figure.low == figure.high == 40


# --- Who, and whose word --------------------------------------------------------------------


def test_who_leads() -> None:
    leads = Statement.objects.filter(role__in=["lead", "co-lead"]).values_list(
        "contribution__path", "role", "status"
    )
    assert {
        ("DE/stabilization", "co-lead", "ongoing"),
        ("AE/stabilization", "co-lead", "ongoing"),
        ("IT/training.police", "lead", "ongoing"),
    } <= set(leads)


def test_the_professor_is_not_turkey() -> None:
    professor = Statement.objects.filter(quote__speaker__code="soli-ozel")
    assert professor.filter(contribution__country="TR").count() >= 3
    assert set(professor.values_list("standing__stake", flat=True)) == {"expert"}
    own = Statement.objects.filter(contribution__country="TR", standing__stake="self")
    assert [s.quote.speaker.code for s in own if s.quote.speaker] == ["ahmet-davutoglu"]


def test_turkish_ground_troops_are_possible_and_disputed() -> None:
    state = state_of("TR/deployment.ground")
    assert (state.status, state.disputed) == ("possible", True)
    assert cell([state.derived]) == "disputed"


# --- Tallies --------------------------------------------------------------------------------


def tally(words: str) -> Reconciliation:
    found = Tally.objects.filter(quote__exact__contains=words)
    return reconcile(found.order_by("position")[0])


def names(reconciliation: Reconciliation) -> tuple[set[str], set[str], str]:
    return (
        {named.country.code for named in reconciliation.certain},
        {named.country.code for named in reconciliation.possible},
        reconciliation.not_named,
    )


def test_nearly_two_dozen() -> None:
    held = tally("nearly two dozen nations")
    certain, possible, not_named = names(held)
    assert held.claimed == "21–23"
    assert "FR" in certain
    assert {"US", "GB", "TR"} <= possible
    assert "DE" not in certain | possible
    assert not_named == "17–22"


def test_fifteen_train_and_italy_may_be_one() -> None:
    """It leads an effort to train; that it has deployed personnel for it is not said."""
    certain, possible, not_named = names(tally("15 different nations"))
    assert (certain, possible, not_named) == (set(), {"IT"}, "14–15")


def test_the_united_states_are_in_none_of_the_regions_named() -> None:
    certain, possible, _ = names(tally("includes countries from Europe"))
    assert (certain, possible) == ({"FR"}, set())


def test_thirty_four_arrested() -> None:
    certain, possible, not_named = names(tally("Thirty-four countries"))
    assert certain == set()
    assert possible == {"XK", "US"}
    assert not_named == "32–34"


def test_twenty_five_and_two_lead() -> None:
    certain, possible, not_named = names(tally("Twenty-five nations"))
    assert (certain, possible, not_named) == ({"DE", "AE"}, set(), "23")


def test_59_of_the_65() -> None:
    held = tally("59 of the 65")
    assert (held.claimed, held.tally.out_of) == ("59", 65)
    assert names(held) == ({"US"}, set(), "58")


# --- What was known when --------------------------------------------------------------------


def test_nothing_was_known_the_day_before() -> None:
    assert not Contribution.objects.at(date(2015, 11, 22)).exists()
    assert Contribution.objects.at(date(2015, 11, 24)).count() == Contribution.objects.count()


def test_everything_rests_on_words() -> None:
    assert Source.objects.get(code=ARTICLE).checked == "never checked"
    assert not Contribution.objects.exclude(statements__quote__exact__gt="").exists()
    assert Quote.objects.public().count() == Quote.objects.count()
