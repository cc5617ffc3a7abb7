"""Quotes as Web Annotations: what the W3C's model demands, and that words and places are ours."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.record import claimed, quote, said, source
from tracker.actions import withdraw

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
ADDRESS = re.compile(r"https?://\S+")
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}
SELECTORS = {
    "TextQuoteSelector": {"exact"},
    "TextPositionSelector": {"start", "end"},
    "FragmentSelector": {"value"},
}
# Keys of the JSON-LD context that are used here; any other would mean nothing.
TERMS = {
    *("@context", "id", "type", "motivation", "modified", "body", "target", "source", "selector"),
    *("format", "label", "exact", "prefix", "suffix", "start", "end", "value", "conformsTo"),
    *("total", "first", "next", "prev", "partOf", "items"),
}

Json = dict[str, Any]


def get(client: Client, path: str) -> Json:
    response = client.get(path, headers={"accept": MEDIA_TYPE})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == MEDIA_TYPE
    body: Json = json.loads(response.content)
    assert body["@context"] == CONTEXT
    assert set(keys(body)) <= TERMS
    return body


def keys(value: Any) -> list[str]:
    if isinstance(value, list):
        return [key for each in value for key in keys(each)]
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in keys(each))]
    return []


def check(annotation: Json) -> None:
    """The model's MUSTs (3.1, 3.2, 4.1, 4.2), for what we use of it."""
    assert ADDRESS.fullmatch(annotation["id"])
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] in MOTIVATIONS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", annotation["modified"])
    for body in annotation.get("body", []):
        assert ADDRESS.fullmatch(body["id"])
        assert (body["type"], body["format"]) == ("Dataset", "application/json")
    target = annotation["target"]
    assert target["type"] == "SpecificResource"
    assert ADDRESS.fullmatch(target["source"])
    assert target["selector"]
    for selector in target["selector"]:
        assert SELECTORS[selector["type"]] <= set(selector)


@pytest.mark.django_db
def test_a_quote_is_an_annotation_of_its_source(client: Client) -> None:
    words = quote("struck two targets", start=40, prefix="jets ", suffix=" near")
    first = said("FR/airstrikes", words, status="possible", change="more")
    tally = claimed(words, "2")
    address = f"/api/v1/quotes/{words.code}/annotation/"
    annotation = get(client, address)
    check(annotation)
    assert annotation["id"].endswith(address)
    assert annotation["motivation"] == "describing"
    assert [body["id"] for body in annotation["body"]] == [
        f"http://testserver/api/v1/statements/{first.code}/",
        f"http://testserver/api/v1/tallies/{tally.code}/",
    ]
    assert annotation["body"][0]["label"] == "FR/airstrikes: possible, more"
    assert client.get(annotation["body"][0]["id"]).json()["code"] == first.code
    assert annotation["target"] == {
        "type": "SpecificResource",
        "source": words.source.url,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": "struck two targets",
                "prefix": "jets ",
                "suffix": " near",
            },
            {"type": "TextPositionSelector", "start": 40, "end": 58},
        ],
    }
    page = client.get(f"/api/v1/quotes/{words.code}/").json()
    assert page["links"]["annotation"] == annotation["id"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locator", "value", "standard"),
    [
        ("p4", "page=4", "http://tools.ietf.org/rfc/rfc3778"),
        ("row-12", "row=12", "http://tools.ietf.org/rfc/rfc7111"),
        ("00:13:05", "t=00:13:05", "http://www.w3.org/TR/media-frags/"),
        ("annex-b", "annex-b", None),
    ],
)
def test_where_there_is_no_text_a_fragment_says_the_place(
    client: Client, locator: str, value: str, standard: str | None
) -> None:
    words = quote("two targets", of=source("table", url=""), locator=locator)
    said("FR/airstrikes", words)
    annotation = get(client, f"/api/v1/quotes/{words.code}/annotation/")
    check(annotation)
    fragment = annotation["target"]["selector"][1]
    assert (fragment["value"], fragment.get("conformsTo")) == (value, standard)
    assert annotation["target"]["source"] == "http://testserver/api/v1/sources/table/"


@pytest.mark.django_db
def test_a_sources_quotes_are_a_collection_of_pages(client: Client) -> None:
    for n in range(5):
        said("FR/airstrikes", f"words {n}", source="paper")
    said("FR/airstrikes", "elsewhere", source="other")
    collection = get(client, "/api/v1/sources/paper/annotations/")
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 5)
    assert collection["label"] == "Paper"
    address, pages = f"{collection['first']}?page_size=2", []
    while address:
        page = get(client, address)
        assert (page["type"], page["partOf"]) == ("AnnotationPage", collection["id"])
        pages.append(page)
        address = page.get("next", "")
    items = [item for page in pages for item in page["items"]]
    for item in items:
        check(item)
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert len({item["id"] for item in items}) == 5
    assert "prev" not in pages[0]
    assert get(client, pages[1]["prev"])["items"] == pages[0]["items"]
    links = client.get("/api/v1/sources/paper/").json()["links"]
    assert links["annotations"] == collection["id"]


@pytest.mark.django_db
def test_a_page_asks_as_many_questions_however_long_it_is(client: Client) -> None:
    asked = []
    for number in (1, 4):
        for n in range(number):
            said("FR/airstrikes", f"words {n}", source="paper")
        with CaptureQueriesContext(connection) as questions:
            get(client, "/api/v1/sources/paper/annotations/page/")
        asked.append(len(questions))
    assert asked == [7, 7]


@pytest.mark.django_db
def test_what_was_withdrawn_is_no_body(client: Client) -> None:
    said("FR/airstrikes", "others")
    wrong = said("FR/airstrikes", "misread")
    root = User.objects.create_superuser("root")
    withdraw(wrong, by=root, reason="It says otherwise.")
    annotation = get(client, f"/api/v1/quotes/{wrong.quote.code}/annotation/")
    check(annotation)
    assert "body" not in annotation
    assert annotation["motivation"] == "highlighting"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("quotes/nothing:1-2/annotation/", 404),
        ("sources/nothing/annotations/", 404),
        ("sources/nothing/annotations/page/", 404),
        ("sources/paper/annotations/?cursor=x", 400),
        ("sources/paper/annotations/page/?cursor=x", 400),
        ("sources/paper/annotations/page/?q=x", 400),
        ("sources/paper/annotations/page/?page_size=0", 400),
    ],
)
def test_what_there_is_not_is_refused(client: Client, path: str, status: int) -> None:
    said("FR/airstrikes", source="paper")
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_an_annotation_is_not_sent_again(client: Client) -> None:
    words = said("FR/airstrikes").quote
    address = f"/api/v1/quotes/{words.code}/annotation/"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
