"""Entity tags and Cache-Control: who has it already is not sent it again."""

from email.utils import parsedate_to_datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.record import said
from tracker.models import Country, Redirect, Source

PAGES = ["contributions/", "contributions/fr-airstrikes/", "countries/FR/", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_answer_is_not_sent_again(client: Client, path: str) -> None:
    said("FR/airstrikes")
    first = client.get(f"/api/v1/{path}")
    again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.django_db
def test_a_page_has_one_tag_whenever_it_is_asked_for(client: Client) -> None:
    """The cursor in its `next` has no time in it."""
    said("FR/airstrikes")
    said("DE/training")
    tags = {client.get("/api/v1/contributions/?page_size=1")["ETag"] for _ in range(3)}
    assert len(tags) == 1


@pytest.mark.django_db
def test_a_change_of_what_is_shown_changes_the_tag(client: Client) -> None:
    statement = said("FR/airstrikes")
    before = client.get("/api/v1/contributions/fr-airstrikes/")
    said("FR/airstrikes", "and again")
    after = client.get("/api/v1/contributions/fr-airstrikes/")
    versions = [int(page["ETag"].strip('"').split("-")[0]) for page in (before, after)]
    assert versions[1] > versions[0]
    Source.objects.filter(pk=statement.quote.source_id).update(title="Another title")
    changed = client.get("/api/v1/contributions/fr-airstrikes/")
    assert changed["ETag"] != after["ETag"]


@pytest.mark.django_db
def test_whoever_is_signed_in_sees_the_newest(client: Client, analyst: User) -> None:
    said("FR/airstrikes")
    assert client.get("/api/v1/contributions/")["Cache-Control"] == "public, max-age=60"
    client.force_login(analyst)
    assert client.get("/api/v1/contributions/")["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_another_version_than_if_match_names(client: Client, path: str) -> None:
    said("FR/airstrikes")
    response = client.get(f"/api/v1/{path}", headers={"if-match": '"other"'})
    assert response.status_code == 412
    assert response["Content-Type"] == "application/problem+json"
    tag = client.get(f"/api/v1/{path}")["ETag"]
    assert tag in response.json()["detail"]
    assert client.get(f"/api/v1/{path}", headers={"if-match": tag}).status_code == 200


@pytest.mark.django_db
def test_where_a_merge_leads_is_not_kept_for_ever(client: Client) -> None:
    """It may be undone."""
    said("FR/airstrikes")
    Redirect.objects.create(
        model="contribution",
        code="fr-bombing",
        because=Redirect.Because.MERGED,
        target="fr-airstrikes",
        reason="The same.",
    )
    response = client.get("/api/v1/contributions/fr-bombing/")
    assert response.status_code == 308
    assert response["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
def test_refusals_are_not_kept(client: Client) -> None:
    assert client.get("/api/v1/contributions/?x=1")["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_cache_in_front_can_tell_answers_apart(client: Client, path: str) -> None:
    said("FR/airstrikes")
    response = client.get(f"/api/v1/{path}")
    varies = {name.strip() for name in response["Vary"].split(",")}
    assert varies == {"Accept", "Cookie", "Authorization"}
    again = client.get(f"/api/v1/{path}", headers={"if-none-match": response["ETag"]})
    for name in ("Vary", "Cache-Control", "ETag"):
        assert again[name] == response[name]


@pytest.mark.django_db
def test_the_time_of_change_is_told_and_the_tag_decides(client: Client) -> None:
    """What is shown of others has changed, and the record has not."""
    said("FR/airstrikes")
    path = "/api/v1/contributions/fr-airstrikes/"
    first = client.get(path)
    changed = client.get(path).json()["updated_at"]
    assert parsedate_to_datetime(first["Last-Modified"]).isoformat()[:19] == changed[:19]
    Country.objects.filter(code="FR").update(name="The French Republic")
    since = {"if-modified-since": first["Last-Modified"]}
    assert "The French Republic" in client.get(path, headers=since).content.decode()
    both = since | {"if-none-match": first["ETag"]}
    assert client.get(path, headers=both).status_code == 200
    assert client.get(path, headers={"if-none-match": "*"}).status_code == 304
