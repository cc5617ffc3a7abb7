"""CSV: RFC 4180, the whole or a visible break, of one moment."""

import csv
import io
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from tests.record import said, speaker
from tracker.exports import Written, read_export, write_csv
from tracker.exports.written import CHUNK
from tracker.filters import FILTER_SETS, FilterError

NASTY = 'he said, "two targets"\nthen – «Été» 👍🏽; \\N and \t tabs'


def text_of(name: str = "contributions", **params: str) -> str:
    return b"".join(write_csv(read_export(name, params))).decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.django_db
def test_words_come_out_as_they_went_in() -> None:
    said("FR/airstrikes", NASTY)
    text = text_of(fields="code,quote")
    assert text.startswith("code,quote\r\n")
    assert text.endswith("\r\n")
    assert rows_of(text) == [{"code": "fr-airstrikes", "quote": NASTY}]


@pytest.mark.django_db
def test_a_plain_file_alters_no_quote_and_a_spreadsheets_defuses_it() -> None:
    said("FR/airstrikes", "=HYPERLINK(1)")
    assert text_of(fields="quote") == "quote\r\n=HYPERLINK(1)\r\n"
    assert text_of(fields="quote", flavour="spreadsheet") == "\ufeffquote\r\n'=HYPERLINK(1)\r\n"


@pytest.mark.django_db
def test_wide_has_a_row_a_contribution_and_long_a_row_a_statement() -> None:
    earnest = speaker("josh-earnest", of="US")
    said("FR/airstrikes", "one", by=earnest)
    said("FR/airstrikes", "two")
    said("DE/training", "three")
    assert [row["code"] for row in rows_of(text_of())] == ["de-training", "fr-airstrikes"]
    long = rows_of(text_of(shape="long", country="FR"))
    assert [(row["quote"], row["speaker_name"]) for row in long] == [
        ("one", "Josh earnest"),
        ("two", ""),
    ]
    assert all(row["source_url"] for row in long)
    assert len(rows_of(text_of(shape="long", speaker="josh-earnest"))) == 1


@pytest.mark.django_db
def test_nothing_found_is_a_file_with_its_header() -> None:
    assert text_of(fields="code") == "code\r\n"
    assert text_of(fields="code", ordering="-due", known_on="1999-01-01") == "code\r\n"


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILTER_SETS)
def test_every_record_can_be_exported(name: str) -> None:
    said("FR/airstrikes")
    assert text_of(name).split("\r\n")[0].startswith("code,")


@pytest.mark.django_db
def test_what_was_written_is_counted_and_hashed() -> None:
    import hashlib

    said("FR/airstrikes", "two\nlines")
    written = Written()
    content = b"".join(write_csv(read_export("contributions", {}), written))
    assert (written.rows, written.size, written.complete) == (1, len(content), True)
    assert written.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.django_db
def test_chunks_are_large_and_a_closed_export_frees_the_connection() -> None:
    for n in range(3):
        said(f"FR/airstrikes#n{n}", "x" * CHUNK)
    chunks = write_csv(read_export("contributions", {"fields": "quote"}))
    assert len(next(chunks)) > CHUNK
    chunks.close()
    assert text_of(fields="code").count("\r\n") == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"shape": "wider"}, "shape"),
        ({"flavour": "excel"}, "flavour"),
        ({"fields": "coed"}, "fields"),
        ({"fields": "code,code"}, "fields"),
        ({"ordering": "quote"}, "ordering"),
        ({"contry": "FR"}, "contry"),
    ],
)
def test_mistakes_are_refused_before_a_byte_is_written(params: dict[str, str], name: str) -> None:
    with pytest.raises(FilterError) as error:
        read_export("contributions", params)
    assert [mistake.name for mistake in error.value.mistakes] == [name]


def test_only_contributions_have_a_long_shape() -> None:
    with pytest.raises(FilterError, match="countries have no such parameter"):
        read_export("countries", {"shape": "long"})


# --- Of one moment, or broken ---------------------------------------------------------------


def long_words(number: int) -> None:
    for n in range(number):
        said(f"FR/airstrikes#n{n:03}", f"{n:03} " + "x" * CHUNK)


@pytest.mark.django_db(transaction=True)
def test_an_export_is_of_one_moment(django_db_blocker: Any) -> None:
    long_words(3)
    chunks = write_csv(read_export("contributions", {"fields": "quote"}))
    first = next(chunks)
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("UPDATE tracker_source SET title = 'changed meanwhile'")
    rest = b"".join(chunks)
    assert (first + rest).count(b"\r\n") == 4


@pytest.mark.django_db(transaction=True)
def test_a_killed_query_breaks_the_file() -> None:
    """The reader sees a break, never a shorter file."""
    long_words(80)
    written = Written()
    chunks = write_csv(read_export("contributions", {"fields": "quote"}), written)
    next(chunks)
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'COPY (SELECT%%' AND pid <> pg_backend_pid()"
        )
    with pytest.raises(psycopg.Error):
        for _ in chunks:
            pass
    assert not written.complete
    connection.close()


# --- Over HTTP ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("contributions.csv", "*/*"),
        ("contributions/?format=csv", "application/json"),
        ("contributions/", "text/csv"),
    ],
)
def test_three_ways_to_one_file(client: Client, path: str, accept: str) -> None:
    said("FR/airstrikes")
    response = client.get(f"/api/v1/{path}", headers={"accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"].startswith('attachment; filename="contributions-')
    assert b"".join(response).decode() == text_of()


@pytest.mark.django_db
def test_a_file_has_no_pages_and_a_head_no_body(client: Client) -> None:
    said("FR/airstrikes")
    response = client.get("/api/v1/contributions.csv?page_size=5")
    assert response.status_code == 400
    assert response.json()["invalid-params"][0]["name"] == "page_size"
    head = client.head("/api/v1/contributions.csv")
    assert (head.status_code, b"".join(head)) == (200, b"")
