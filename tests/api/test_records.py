"""The page of one record: what stands in it, what it asks, and where codes lead."""

import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.record import claimed, contribution, loader, quote, said, source, speaker
from tracker.actions import acting, withdraw
from tracker.api.relations import relations_of
from tracker.fields import REGISTRIES
from tracker.models import Redirect, Source

# Questions that the page of a record asks: where it is, what it says, and two for each sort that
# stands inside it.
QUESTIONS = {
    "contributions": 2 + 2 * 4,
    "statements": 2 + 2 * 3,
    "tallies": 2 + 2 * 3,
    "quotes": 2 + 2 * 4,
    "sources": 2 + 2 * 2 + 1,  # and whether its text is public
    "speakers": 2 + 2,
    "countries": 2,
    "kinds": 2,
    "metrics": 2,
    "places": 2,
    "coalitions": 2,
}


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("root")


def page(client: Client, path: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.django_db
def test_a_contribution_has_all_it_rests_on(client: Client) -> None:
    earnest = speaker("josh-earnest", of="US")
    header = quote("as of Monday", of="table")
    first = said("FR/airstrikes", "struck", by=earnest, rests_on=(header,))
    wrong = said("FR/airstrikes", "twice", source=source("paper", published="2015-11-20"))
    said("FR/airstrikes", "once", source=source("next", published="2015-11-21"), corrects=wrong)
    said("DE/training")
    body = page(client, "contributions/fr-airstrikes/")
    live = {row["code"]: row["live"] for row in body["statements"]}
    assert (len(live), live[first.code], live[wrong.code]) == (3, True, False)
    assert header.code in [row["code"] for row in body["quotes"]]
    assert [row["code"] for row in body["speakers"]] == ["josh-earnest"]
    assert [row["code"] for row in body["sources"]] == [
        "next", "paper", "table", "voa-2015-11-23-ally-support",
    ]  # fmt: skip
    assert body["links"]["country"].endswith("/api/v1/countries/FR/")
    assert body["links"]["all_statements"].endswith("/statements/?contribution=fr-airstrikes")


@pytest.mark.django_db
def test_a_page_is_as_known_on_a_day(client: Client) -> None:
    said("FR/airstrikes", "soon", status="possible", source=source("a", published="2015-09-01"))
    said("FR/airstrikes", "now", status="done", source=source("b", published="2015-10-01"))
    body = page(client, "contributions/fr-airstrikes/?known_on=2015-09-15")
    assert (body["status"], len(body["statements"])) == ("possible", 1)
    body = page(client, "contributions/fr-airstrikes/?valid_on=2015-10-01&fields=holds,cell")
    assert (body["holds"], body["cell"]) == ("yes", "actual")
    response = client.get("/api/v1/contributions/fr-airstrikes/?known_on=2015-08-01")
    assert response.status_code == 404
    assert "was not known on 2015-08-01" in response.json()["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_page_asks_as_many_questions_however_much_it_holds(client: Client, name: str) -> None:
    earnest = speaker("josh-earnest", of="US")
    asked = []
    for number in (1, 4):
        for n in range(number):
            said("FR/airstrikes@syria", f"words {n}", amount="2 targets", by=earnest)
        tally = claimed("two dozen", "24", names="FR", by=earnest)
        said("FR/airstrikes@syria", tally.quote)
        code = {
            "contributions": "fr-airstrikes-syria",
            "statements": f"{tally.quote.source.quotes.order_by('start')[0].code}:1",
            "tallies": tally.code,
            "quotes": tally.quote.code,
            "sources": tally.quote.source.code,
            "speakers": "josh-earnest",
            "countries": "FR",
            "kinds": "airstrikes",
            "metrics": "targets",
            "places": "syria",
            "coalitions": "counter-isil",
        }[name]
        with CaptureQueriesContext(connection) as questions:
            page(client, f"{name}/{code}/")
        asked.append(len(questions))
    assert asked == [QUESTIONS[name], QUESTIONS[name]]


@pytest.mark.django_db
@pytest.mark.parametrize("name", QUESTIONS)
def test_fields_narrow_a_page(client: Client, name: str) -> None:
    """To what is named, and its links; what is inside is there if that is named too."""
    by = speaker("josh-earnest", of="US")
    said("FR/airstrikes@syria", amount="2 targets", by=by)
    claimed("two dozen", "24", names="FR", by=by)
    code = client.get(f"/api/v1/{name}/").json()["results"][0]["code"]
    assert list(page(client, f"{name}/{code}/?fields=code")) == ["code", "links"]
    for inside in relations_of(name):
        for asked in (f"fields=code,{inside}.code", f"fields=code&expand={inside}"):
            assert list(page(client, f"{name}/{code}/?{asked}")) == ["code", inside, "links"]


@pytest.mark.django_db
@pytest.mark.parametrize("extra", ["stake=self", "cursor=x", "ordering=code", "fields=coed"])
def test_a_page_takes_no_parameter_of_a_list(client: Client, extra: str) -> None:
    said("FR/airstrikes")
    assert client.get(f"/api/v1/contributions/fr-airstrikes/?{extra}").status_code == 400


# --- What is not shown ----------------------------------------------------------------------


@pytest.mark.django_db
def test_drafts_are_not_there(client: Client) -> None:
    statement = said("FR/airstrikes", source="drafted", review="draft")
    for path in (
        "contributions/fr-airstrikes",
        f"statements/{statement.code}",
        f"quotes/{statement.quote.code}",
        "sources/drafted",
    ):
        response = client.get(f"/api/v1/{path}/")
        assert response.status_code == 404, path
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_draft_beside_what_is_published_is_not_shown(client: Client) -> None:
    published = said("FR/airstrikes")
    draft = said("FR/airstrikes", published.quote, status="pledged", review="draft")
    assert draft.code not in str(page(client, "contributions/fr-airstrikes/"))
    assert draft.code not in str(page(client, f"quotes/{published.quote.code}/"))


@pytest.mark.django_db
@pytest.mark.parametrize("public", [True, False])
def test_a_text_is_served_only_where_it_is_public(client: Client, public: bool) -> None:
    text = "French jets struck two targets."
    with acting(by=loader()):
        Source.objects.create(
            code="held",
            coalition=source("other").coalition,
            title="Held",
            publisher="Somebody",
            published="2015-11-23",
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            text_characters=len(text),
            text_is_public=public,
        )
    said("FR/airstrikes", quote("jets struck", of="held", start=7))
    body = page(client, "sources/held/")
    assert body.get("text") == (text if public else None)
    assert body["checked"].startswith("text held")
    for path in ("sources/", "sources.csv", "contributions/fr-airstrikes/"):
        response = client.get(f"/api/v1/{path}")
        content = b"".join(response) if response.streaming else response.content
        assert text.encode() not in content


@pytest.mark.django_db
def test_people_and_their_work_are_nowhere(client: Client, administrator: User) -> None:
    statement = said("FR/airstrikes")
    for path in ("contributions/fr-airstrikes/", f"statements/{statement.code}/"):
        assert not {"written_by", "published_by", "review", "id"} & set(page(client, path))


# --- Where codes lead -----------------------------------------------------------------------


@pytest.mark.django_db
def test_what_was_withdrawn_is_gone_and_says_why(client: Client, administrator: User) -> None:
    said("FR/airstrikes", "the right words")
    wrong = said("FR/airstrikes", "misread words", status="done")
    right = said("FR/airstrikes", wrong.quote, status="pledged")
    withdraw(wrong, by=administrator, reason="It was a promise.", successor=right)
    response = client.get(f"/api/v1/statements/{wrong.code}/")
    assert response.status_code == 410
    body = response.json()
    assert body["reason"] == "It was a promise."
    assert body["successor"]["code"] == right.code
    assert body["successor"]["url"].endswith(f"/api/v1/statements/{right.code}/")
    assert wrong.code not in str(page(client, "statements/"))


@pytest.mark.django_db
def test_contributions_and_tallies_say_why_they_were_withdrawn(
    client: Client, administrator: User
) -> None:
    records: dict[str, Any] = {
        "contributions": said("FR/airstrikes").contribution,
        "tallies": claimed("two dozen", "24"),
    }
    for name, record in records.items():
        withdraw(record, by=administrator, reason="The source took it back.")
        response = client.get(f"/api/v1/{name}/{record.code}/")
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
        body = response.json()
        assert (body["reason"], body["successor"]) == ("The source took it back.", None)
        assert record.code in body["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("contributions", "fr-airstrikes"),
        ("sources", "paper"),
        ("speakers", "josh-earnest"),
    ],
)
def test_what_was_merged_leads_to_what_it_became(client: Client, name: str, code: str) -> None:
    said("FR/airstrikes", source="paper", by=speaker("josh-earnest", of="US"))
    Redirect.objects.create(
        model=REGISTRIES[name].one,
        code="former",
        because=Redirect.Because.MERGED,
        target=code,
        reason="The same.",
    )
    response = client.get(f"/api/v1/{name}/former/?fields=code")
    assert response.status_code == 308
    assert response["Location"].endswith(f"/api/v1/{name}/{code}/?fields=code")
    assert client.get(response["Location"]).json()["code"] == code


@pytest.mark.django_db
def test_a_code_that_was_never_there_names_the_nearest(client: Client) -> None:
    contribution(said("FR/airstrikes").contribution.path)
    response = client.get("/api/v1/contributions/fr-airstrike/")
    assert response.status_code == 404
    assert response.json()["nearest"] == "fr-airstrikes"
