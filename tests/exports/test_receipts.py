"""Receipts: written before the first byte, completed after the last, found by the file's hash."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.record import said
from tracker.exports import FORMATS, Export, Unwritable, Written, deliver, read_export, xlsx
from tracker.fields.codebook import codebook_version
from tracker.models import Receipt

pytestmark = pytest.mark.django_db
ASKED = {"country": "FR", "fields": "code,quote", "known_on": "2015-12-01", "shape": "wide"}


def export(**params: str) -> Export:
    return read_export("contributions", params)


def test_it_says_what_was_asked_and_what_came_of_it() -> None:
    said("FR/airstrikes")
    receipt, chunks = deliver(export(**ASKED), FORMATS["csv"])
    assert receipt.completed_at is None
    content = b"".join(chunks)
    receipt.refresh_from_db()
    assert receipt.query == ASKED
    assert receipt.read_as[0] == "Country: France"
    assert (receipt.fields, receipt.format) == (["code", "quote"], "csv")
    assert (receipt.known_on, receipt.valid_on) == (date(2015, 12, 1), None)
    assert (receipt.rows, receipt.size) == (1, len(content))
    assert receipt.sha256 == hashlib.sha256(content).hexdigest()
    assert receipt.codebook == codebook_version()
    assert "Facts are free" in receipt.licence
    assert receipt.completed_at is not None
    assert receipt.made_by is None


def test_what_it_says_was_asked_can_be_asked_again() -> None:
    said("FR/airstrikes")
    for params in (ASKED, {"shape": "long"}, {"flavour": "spreadsheet", "ordering": "-country"}):
        first, chunks = deliver(export(**params), FORMATS["csv"])
        content = b"".join(chunks)
        again = read_export(first.records, first.query)
        assert b"".join(FORMATS["csv"].write(again, None)) == content


def test_a_broken_export_has_no_complete_receipt() -> None:
    said("FR/airstrikes")
    receipt, chunks = deliver(export(), FORMATS["csv"])
    next(chunks)
    chunks.close()
    receipt.refresh_from_db()
    assert receipt.completed_at is None


def test_what_a_format_refuses_leaves_no_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    said("FR/airstrikes")
    monkeypatch.setattr(xlsx, "MOST_ROWS", 0)
    _, chunks = deliver(export(), FORMATS["xlsx"])
    with pytest.raises(Unwritable):
        next(chunks)
    assert not Receipt.objects.exists()


def test_incomplete_ones_are_kept_for_a_day_and_complete_ones_for_ever() -> None:
    said("FR/airstrikes")
    begun, done = (deliver(export(), FORMATS["csv"]) for _ in range(2))
    b"".join(done[1])
    # Rows are never dated back, so the day passes for the question instead.
    assert Receipt.objects.prune(timezone.now() - timedelta(hours=23)) == 0
    assert Receipt.objects.prune(timezone.now() + timedelta(seconds=1)) == 1
    assert list(Receipt.objects.all()) == [done[0]]
    assert begun[0].code != done[0].code


def test_a_complete_one_is_never_changed() -> None:
    said("FR/airstrikes")
    receipt, chunks = deliver(export(), FORMATS["csv"])
    b"".join(chunks)
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        Receipt.objects.update(rows=0)
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        receipt.delete()


def test_a_file_costs_the_same_queries_whatever_its_length(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Prune, the receipt, its savepoint, the receipt's end; the rows are one COPY."""
    for number in range(3):
        said(f"FR/airstrikes#n{number}")
    asked = export()
    for _ in range(2):
        with django_assert_num_queries(5):
            b"".join(deliver(asked, FORMATS["csv"])[1])
        said("DE/training")


# --- Over HTTP ------------------------------------------------------------------------------


def linked(response: Any) -> str:
    """The path of the receipt that the answer links to."""
    first = response["Link"].split(",")[0]
    assert 'rel="describedby"' in first
    return urlsplit(first[1 : first.index(">")]).path


@pytest.mark.parametrize("format_", FORMATS)
def test_an_answer_leads_to_its_receipt(client: Client, format_: str) -> None:
    said("FR/airstrikes")
    response = client.get(f"/api/v1/contributions.{format_}?country=FR")
    content = b"".join(response)
    after = client.get(linked(response)).json()
    assert after["sha256"] == hashlib.sha256(content).hexdigest()
    assert (after["rows"], after["size"]) == (1, len(content))
    assert after["code"] in after["cite_as"]
    assert after["links"]["page"] in after["cite_as"]
    again = urlsplit(after["links"]["again"])
    repeated = b"".join(client.get(f"{again.path}?{again.query}"))
    assert format_ == "xlsx" or repeated == content


def test_a_file_leads_to_its_receipt_by_its_hash(client: Client) -> None:
    said("FR/airstrikes")
    content = b"".join(client.get("/api/v1/contributions.csv"))
    sha256 = hashlib.sha256(content).hexdigest()
    (found,) = client.get(f"/api/v1/receipts/?sha256={sha256.upper()}").json()["results"]
    assert found["rows"] == 1
    page = client.get(f"/receipts/?sha256={sha256}", follow=True)
    assert page.redirect_chain[-1][0] == f"/receipts/{found['code']}/"
    text = page.content.decode()
    assert sha256 in text
    assert "written to its end" in text
    assert client.get(f"/api/v1/receipts/?sha256={'0' * 64}").json()["results"] == []
    assert client.get(f"/receipts/?sha256={'0' * 64}").status_code == 404


def test_receipts_are_not_to_be_leafed_through(client: Client) -> None:
    for query in ("", "?sha256=abc", f"?sha256={'0' * 64}&page=2", "?code=x"):
        assert client.get(f"/api/v1/receipts/{query}").status_code == 400, query
    for path in ("/api/v1/receipts/none/", "/receipts/none/", "/receipts/%00/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/receipts/").status_code == 200


def test_who_asked_is_kept_and_not_shown(client: Client, reader: User) -> None:
    said("FR/airstrikes")
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/api/v1/contributions.csv")
    b"".join(response)
    assert Receipt.objects.get().made_by == reader
    assert "remy" not in client.get(linked(response)).content.decode()


def test_an_incomplete_one_says_so(client: Client) -> None:
    said("FR/airstrikes")
    receipt, _ = deliver(export(), FORMATS["csv"], written=Written())
    assert (
        "A file of it that you have is cut" in client.get(f"/receipts/{receipt}/").content.decode()
    )


def test_a_head_and_a_refusal_leave_no_receipt(client: Client) -> None:
    assert "Link" not in client.head("/api/v1/contributions.csv")
    assert client.get("/api/v1/contributions.csv?contry=FR").status_code == 400
    assert not Receipt.objects.exists()


def test_rows_beyond_a_sheet_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    said("FR/airstrikes")
    monkeypatch.setattr(xlsx, "MOST_ROWS", 0)
    response = client.get("/api/v1/contributions.xlsx")
    assert response.status_code == 400
    assert "narrow the question" in response.json()["detail"]
