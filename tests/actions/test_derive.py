"""What statements add up to is derived by whatever changes them, and from scratch alike."""

from datetime import date
from decimal import Decimal

from tests.small import Record
from tracker import actions
from tracker.models import Contribution, Country, Figure, Kind, Quote, Source, Speaker, State


def _stored() -> list[tuple[object, ...]]:
    columns = [f.attname for f in State._meta.concrete_fields if f.name != "id"]
    return sorted(map(repr, State.objects.values_list(*columns)))  # type: ignore[arg-type]


def test_figures_and_standing_are_stored(record: Record) -> None:
    figure = Figure.objects.get()
    assert (figure.metric_id, figure.status_group) == ("targets", "actual")
    assert (figure.low, figure.high) == (Decimal(2), Decimal(2))
    standing = record.statement.standing
    assert (standing.stake, standing.origin) == ("self", "source:voa")
    assert (standing.known_from, standing.held_latest) == (date(2015, 11, 23), date(2015, 11, 23))


def test_deriving_again_changes_nothing(record: Record) -> None:
    before = _stored()
    with actions.acting(by=record.analyst):
        assert actions.rederive() == 1
    assert _stored() == before


def test_the_day_of_publication_moves_what_is_known(record: Record) -> None:
    record.source.published = "2015-11-20"
    actions.write(record.source, by=record.analyst)
    assert record.contribution.states.get().known_from == date(2015, 11, 20)
    assert not Contribution.objects.at(date(2015, 11, 19)).exists()
    assert Contribution.objects.at(date(2015, 11, 20)).get() == record.contribution


def test_a_correction_is_known_from_its_own_day(record: Record) -> None:
    later = actions.write(
        Source(
            code="voa-correction",
            coalition=record.source.coalition,
            title="Correction",
            publisher="VOA",
            published="2015-11-30",
        ),
        by=record.analyst,
    )
    words = actions.write(
        Quote(source=later, exact="one target, not two", start=0), by=record.analyst
    )
    record.say(
        words,
        record.contribution,
        status="done",
        low=1,
        high=1,
        metric=record.statement.metric,
        corrects=record.statement,
    )
    lows: list[tuple[object, ...]] = [
        (state.known_from, state.known_until, state.figures.get().low)
        for state in record.contribution.states.order_by("known_from")
    ]
    assert lows == [
        (date(2015, 11, 23), date(2015, 11, 30), 2),
        (date(2015, 11, 30), None, 1),
    ]
    record.statement.refresh_from_db()
    assert record.statement.standing.known_until == date(2015, 11, 30)


def test_a_newer_edition_takes_away_the_words_it_no_longer_has(record: Record) -> None:
    newer = Source(
        code="voa-2",
        coalition=record.source.coalition,
        title="T",
        publisher="VOA",
        published="2015-11-25",
        replaces=record.source,
    )
    actions.write(newer, by=record.analyst)
    with actions.acting(by=record.analyst):
        actions.rederive()
    state = record.contribution.states.get()
    assert (state.known_from, state.known_until) == (date(2015, 11, 23), date(2015, 11, 25))


def test_whose_word_it_is_follows_the_speaker_and_the_membership(record: Record) -> None:
    germany = Country.objects.get(code="DE")
    berlin = actions.write(
        Speaker(
            code="voa:berlin",
            name="Berlin",
            role="official",
            country=germany,
            anonymous=True,
            source=record.source,
        ),
        by=record.analyst,
    )
    words = record.quote_at("Zoë hit two targets", speaker=berlin)
    statement = record.say(words, record.contribution, status="ongoing")
    assert statement.standing.stake == "unknown"
    with actions.acting(by=record.analyst):
        Kind.objects.create(
            code="membership", name="Membership", rule="r", example="e", counterexample="c"
        )
    member = actions.write(
        Contribution(coalition=record.source.coalition, country=germany, kind_id="membership"),
        by=record.analyst,
    )
    record.say(words, member, status="ongoing")
    statement.standing.refresh_from_db()
    assert statement.standing.stake == "ally"
    berlin.country = Country.objects.get(code="FR")
    actions.write(berlin, by=record.reviewer)
    statement.standing.refresh_from_db()
    assert statement.standing.stake == "self"
