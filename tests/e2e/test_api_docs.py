"""The page that describes the API, in a real browser under the site's own policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SLOW_MS = 120_000  # two megabytes to be read and drawn, beside other tests


@pytest.mark.parametrize("context", ["desk"], indirect=True)
def test_every_operation_is_shown_and_nothing_is_fetched_from_elsewhere(
    transactional_db: None, live_server: Any, page: Page, complaints: list[str], screenshots: Path
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    document = Client().get("/api/v1/openapi.json").json()
    page.goto(f"{live_server.url}/api/v1/docs/")
    operations = page.locator(".opblock")
    expect(operations).to_have_count(sum(map(len, document["paths"].values())), timeout=SLOW_MS)
    one = operations.filter(has_text="List contributions")
    one.locator("button.opblock-summary-control").click()
    expect(one.get_by_text("Whether the speaker is not named.").first).to_be_visible(
        timeout=SLOW_MS
    )
    page.screenshot(path=screenshots / "api-docs.png")
    assert complaints == []
    assert all(url.startswith((live_server.url, "data:")) for url in fetched), fetched


@pytest.mark.parametrize("context", ["phone"], indirect=True)
def test_without_scripts_it_leads_to_the_description(
    transactional_db: None, live_server: Any, page: Page
) -> None:
    page.goto(f"{live_server.url}/api/v1/docs/")
    expect(page.get_by_role("link", name="openapi.json")).to_be_visible()
