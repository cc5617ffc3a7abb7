"""A character that no text here can have is refused at each door, with words for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import save, seen
from tests.small import small_record

NUL = "\0"


@pytest.mark.django_db
def test_the_admin_refuses_it(analyst: User, reviewer: User) -> None:
    record = small_record(analyst, reviewer)
    url = reverse("admin:tracker_statement_change", args=[record.draft.pk])
    page = save(at_the_door(analyst), url, note=f"a{NUL}b")
    assert page.status_code == 200
    assert "Null characters are not allowed" in seen(page)
    record.draft.refresh_from_db()
    assert record.draft.note == ""


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["contributions/", "contributions.csv", "contributions.parquet"])
def test_the_api_refuses_it(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}", {"q": f"a{NUL}b"})
    assert response.status_code == 400
    assert "has a character that no text here can have" in response.json()["detail"]


@pytest.mark.django_db
def test_the_loader_refuses_it(tmp_path: Path) -> None:
    (tmp_path / "source.yaml").write_text(f"source: {{id: x, title: a{NUL}b}}\n")
    with pytest.raises(CommandError, match=r"U\+0000 stands here, a character that YAML"):
        call_command("load", str(tmp_path), no_input=True)
    (tmp_path / "source.yaml").write_text('source: {id: x, title: "a\\0b"}\n')
    with pytest.raises(CommandError, match=r"1:\d+ .*(U\+0000|NUL)"):
        call_command("load", str(tmp_path), no_input=True)
