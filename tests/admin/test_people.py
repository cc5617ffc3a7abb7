"""Accounts: an administrator gives roles, and does not make themselves a superuser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.admin.conftest import at_the_door
from tests.admin.pages import fields_of


@pytest.fixture
def adam(db: None) -> User:
    adam = User.objects.create_user("adam", is_staff=True)
    adam.groups.add(Group.objects.get(name="administrator"))
    return adam


@pytest.fixture
def door(adam: User) -> Client:
    return at_the_door(adam)


def url(person: User, view: str = "change") -> str:
    return reverse(f"admin:auth_user_{view}", args=[person.pk])


def test_an_administrator_gives_roles(door: Client, reader: User) -> None:
    fields = fields_of(door.get(url(reader)))
    group = Group.objects.get(name="analyst")
    assert door.post(url(reader), fields | {"groups": group.pk, "_save": "Save"}).status_code == 302
    assert list(reader.groups.all()) == [group]


def test_nobody_lifts_themselves(door: Client, adam: User) -> None:
    fields = fields_of(door.get(url(adam)))
    assert not {"is_superuser", "user_permissions"} & set(fields)
    door.post(url(adam), fields | {"is_superuser": "on", "_save": "Save"})
    adam.refresh_from_db()
    assert not adam.is_superuser


def test_a_superuser_is_a_superusers_to_change(door: Client, admin_user: User) -> None:
    assert door.post(url(admin_user), {"username": "taken"}).status_code == 403
    assert door.post(url(admin_user, "delete"), {"post": "yes"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    assert door.post(password, {"password1": "x", "password2": "x"}).status_code == 403


def test_an_analyst_sees_no_accounts(ada: Client) -> None:
    assert ada.get(reverse("admin:auth_user_changelist")).status_code == 403
