"""``manage.py derive`` mends what ``verify`` finds, and nothing else."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from tests.annotations.test_verify import by_force
from tests.record import said
from tracker.actions import misderived
from tracker.models import Action, Contribution, State

pytestmark = pytest.mark.django_db


def derived() -> str:
    out = StringIO()
    call_command("derive", stdout=out)
    return out.getvalue()


def test_what_is_wrong_is_mended_and_named() -> None:
    said("FR/airstrikes", status="done")
    said("DE/training", status="pledged")
    versions = dict(Contribution.objects.values_list("path", "version"))
    by_force("UPDATE tracker_state SET status = 'ongoing' WHERE status = 'done'")
    assert derived() == "FR/airstrikes\n1 contribution derived anew.\n"
    assert State.objects.get(contribution__path="FR/airstrikes").status == "done"
    assert misderived() == []
    now = dict(Contribution.objects.values_list("path", "version"))
    assert now["DE/training"] == versions["DE/training"]
    assert now["FR/airstrikes"] > versions["FR/airstrikes"]
    assert Action.objects.filter(reason="derived anew", by__username="loader").count() == 1


def test_where_nothing_is_wrong_nothing_is_done() -> None:
    said("FR/airstrikes")
    there = Action.objects.count()
    assert derived() == "0 contributions derived anew.\n"
    assert Action.objects.count() == there
