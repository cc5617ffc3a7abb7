"""``manage.py derive``: states that are not what their statements add up to are derived anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tracker.actions import acting, misderived, rederive
from tracker.annotations.apply import loader
from tracker.annotations.telling import telling
from tracker.domain.wording import counted
from tracker.models import Contribution


class Command(BaseCommand):
    help = (
        "Derive anew the states that `verify` finds wrong: what an upgrade reads in another way "
        "than before. All others stay untouched; a second run finds nothing to do."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with telling() as told:
            told.phase("Deriving states", Contribution.objects.exclude(published_at=None).count())
            wrong = misderived(told.advance)
        if wrong:
            with acting(by=loader(), reason="derived anew"):
                rederive(each.pk for each in wrong)
        for each in wrong:
            self.stdout.write(each.path)
        self.stdout.write(f"{counted(len(wrong), 'contribution')} derived anew.")
