"""A spreadsheet through the admin: mapped, shown cell by cell, then drafts; a mistake keeps all."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import record
from tests.admin.pages import html_of
from tests.annotations.test_spreadsheets import saved, workbook
from tracker.models import Action, Source, Statement

CARRIED = ("name", "carried", "seal")
MAPPING = """source: {id: pledges, coalition: counter-isil, title: Made-up pledges,
  publisher: Nobody, published: 2016-01-01}
tables:
- row: contribution
  columns: {Who: {values: {France: FR, Italy: IT}}}
  says:
  - {of: '{Who}/funding', amount: 'EUR {Sum} million', status: pledged}
  check: {rows: 2}
"""
TABLE = "Who,Sum\nFrance,440\nItaly,<b>2</b>\n"


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    record.coalition()
    record.country("FR")
    record.country("IT")
    record.kind("funding")
    record.metric("money")


def post(client: Client, **more: Any) -> Any:
    asked = {"mapping": MAPPING, "sheet": "", **more}
    return client.post(reverse("admin:tracker_source_import"), asked)


def upload(text: str = TABLE.replace("<b>2</b>", "2"), name: str = "pledges.csv") -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = name
    return file


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_it_is_shown_then_brought_in(ada: Client) -> None:
    html = html_of(post(ada, file=upload()))
    assert "2 rows would become 2 drafts" in html
    assert "FR/funding" in html
    assert "EUR 440 million" in html
    assert not Source.objects.exists()
    carried = {name: hidden(html, name) for name in CARRIED}
    answer = post(ada, confirmed="yes", **carried)
    source = Source.objects.get(code="pledges")
    assert answer["Location"] == reverse("admin:tracker_source_change", args=[source.pk])
    undo = reverse("admin:tracker_action_undo", args=[Action.objects.get().pk])
    assert undo in html_of(ada.get(answer["Location"]))
    assert {(s.review, s.written_by.username) for s in Statement.objects.all()} == {
        ("draft", "ada")
    }


def test_it_is_taken_back_from_the_message_that_says_so(ada: Client) -> None:
    html = html_of(post(ada, file=upload()))
    post(ada, confirmed="yes", **{name: hidden(html, name) for name in CARRIED})
    undo = reverse("admin:tracker_action_undo", args=[Action.objects.get().pk])
    page = ada.get(undo)
    assert "Goes: 7" in html_of(page)
    ada.post(undo, {"seal": page.context["seal"], "reason": "another table"})
    assert not Source.objects.exists()
    assert not Statement.objects.exists()


def test_only_what_was_shown_is_brought_in(ada: Client) -> None:
    html = html_of(post(ada, file=upload()))
    carried = {name: hidden(html, name) for name in CARRIED}
    edited = MAPPING.replace("status: pledged", "status: done")
    html = html_of(post(ada, confirmed="yes", mapping=edited, **carried))
    assert "has changed since you looked" in html
    assert "2 rows would become 2 drafts" in html
    assert "has changed since" in html_of(post(ada, confirmed="yes", hold="on", **carried))
    assert not Source.objects.exists()
    post(ada, confirmed="yes", mapping=edited, **carried | {"seal": hidden(html, "seal")})
    assert {each.status for each in Statement.objects.all()} == {"done"}


def test_line_ends_and_a_mark_are_nothing_lost(ada: Client) -> None:
    text = "\ufeff" + TABLE.replace("<b>2</b>", "2").replace("\n", "\r\n")
    html = html_of(post(ada, file=upload(text)))
    assert "2 rows would become 2 drafts" in html
    post(ada, confirmed="yes", **{name: hidden(html, name) for name in CARRIED})
    assert "its line ends made LF" in Source.objects.get().note


def test_every_mistake_is_shown_and_nothing_lost(ada: Client) -> None:
    html = html_of(post(ada, file=upload(TABLE), mapping=MAPPING.replace("Italy: IT", "Itly: IT")))
    assert "nothing was brought in" in html
    assert "tables[0].columns.Who" in html
    assert "&lt;b&gt;2&lt;/b&gt;" in html
    assert "Itly: IT" in html
    again = post(
        ada,
        mapping=MAPPING.replace("rows: 2", "rows: 1").replace("says:", "rows: {to: 2}\n  says:"),
        **{name: hidden(html, name) for name in ("name", "carried")},
    )
    assert "1 row would become 1 draft" in html_of(again)


def test_a_workbooks_text_is_kept_or_refused(ada: Client) -> None:
    book = saved(workbook(["Who", "Sum"], ["France", 440], ["Italy", 2]))

    def file() -> io.BytesIO:
        content = io.BytesIO(book)
        content.name = "pledges.xlsx"
        return content

    assert "would be lost" in html_of(post(ada, file=file()))
    html = html_of(post(ada, file=file(), hold="on"))
    post(ada, hold="on", confirmed="yes", **{n: hidden(html, n) for n in CARRIED})
    assert Source.objects.get().text == "Who,Sum\nFrance,440\nItaly,2\n"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Choose a spreadsheet."),
        ({"carried": "no base64!"}, "Choose a spreadsheet."),
        ({"file": upload("x" * 1_600_000)}, "larger than 1.5 MB"),
        ({"file": upload(), "mapping": ""}, "This field is required."),
    ],
)
def test_what_is_missing_is_said(ada: Client, more: dict[str, Any], words: str) -> None:
    assert words in html_of(post(ada, **more))
    assert not Source.objects.exists()


def test_only_those_who_write_bring_in(ada: Client, remy: Client) -> None:
    assert post(remy, file=upload()).status_code == 403
    link = reverse("admin:tracker_source_import")
    assert link in html_of(ada.get(reverse("admin:tracker_source_changelist")))
    assert link not in html_of(remy.get(reverse("admin:tracker_source_changelist")))
