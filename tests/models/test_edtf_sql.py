"""The database reads EDTF as tracker.domain.dates does, to the day and to the refusal."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings

from tests.domain.edtf_texts import GRID, texts
from tracker.domain.dates import DateError, Span, parse_edtf

pytestmark = pytest.mark.django_db

REFUSED = "refused"


def by_python(text: str) -> Span | str:
    try:
        return parse_edtf(text)
    except DateError:
        return REFUSED


def by_database(text: str) -> Span | str:
    earliest, latest = bound("earliest", text), bound("latest", text)
    if isinstance(earliest, str) or isinstance(latest, str):
        assert earliest == latest  # one side alone cannot be refused
        return REFUSED
    return Span(earliest, latest)


def bound(side: str, text: str | None) -> date | str | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT tracker_edtf_{side}(%s)", [text])
            day: date | None = cursor.fetchone()[0]
            return day
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        assert diag is not None
        assert (diag.constraint_name, diag.message_hint[:9]) == ("edtf", "Right are")
        assert diag.message_primary.startswith(f"'{text}' is not read as a date: ")
        return REFUSED


@pytest.mark.parametrize("start", range(0, len(GRID), 100))
def test_both_read_the_grid_alike(start: int) -> None:
    grid = GRID[start : start + 100]
    assert [(text, by_database(text)) for text in grid] == [
        (text, by_python(text)) for text in grid
    ]


@given(text=texts)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_read_any_text_alike(text: str) -> None:
    assert by_database(text) == by_python(text)


@pytest.mark.parametrize("side", ["earliest", "latest"])
def test_null_and_the_empty_text_have_no_bounds(side: str) -> None:
    assert bound(side, None) is None
    assert bound(side, "") is None


def test_the_functions_may_stand_in_generated_columns() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE dated (said text, first date GENERATED ALWAYS AS"
            " (tracker_edtf_earliest(said)) STORED, last date GENERATED ALWAYS AS"
            " (tracker_edtf_latest(said)) STORED) ON COMMIT DROP"
        )
        cursor.execute("INSERT INTO dated (said) VALUES ('2015-11~'), ('../2015-11-23'), ('')")
        cursor.execute("SELECT first, last FROM dated")
        assert cursor.fetchall() == [
            (date(2015, 10, 1), date(2015, 12, 31)),
            (None, date(2015, 11, 23)),
            (None, None),
        ]


def test_the_bounds_do_not_depend_on_the_session() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Tokyo'; SET LOCAL DateStyle = 'SQL, DMY'")
        cursor.execute("SET LOCAL IntervalStyle = 'iso_8601'")
    assert by_database("2015-11~") == by_python("2015-11~")
