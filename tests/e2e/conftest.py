"""A real browser: the system's Chromium, driven by Playwright, on pages of a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium here: the browser tests need one (Debian: apt-get install chromium)"
FLAGS = [
    "--headless",
    "--no-sandbox",  # as root, in containers, there is none; pages are our own
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path. Without one the tests are skipped; under CI=true they fail."""
    path = next(filter(None, map(shutil.which, CANDIDATES)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright's loop runs in this thread, where Django would suspect its own queries of being
    # asynchronous; they are not, the loop only waits for the browser.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            yield running
            running.close()


@pytest.fixture(params=["desk", "phone"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """At a desk by day; on a phone by night, with scripts switched off."""
    desk = request.param == "desk"
    size = {"width": 1280, "height": 900} if desk else {"width": 390, "height": 844}
    opened = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme="light" if desk else "dark",
        is_mobile=not desk,
        java_script_enabled=desk,
    )
    yield opened
    opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about: refused by policy, not found, broken."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Page:
    opened = context.new_page()

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    opened.on("console", hear)
    opened.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    opened.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    return opened


@pytest.fixture
def screenshots(root: Path, context: BrowserContext, request: pytest.FixtureRequest) -> Path:
    """Where pictures of this run are kept, to be looked at."""
    folder = root / "var" / "screenshots" / request.node.callspec.id
    folder.mkdir(parents=True, exist_ok=True)
    return folder
