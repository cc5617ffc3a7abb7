"""A record for pages: what one article says, and what a second one does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests import record
from tracker.models import Quote, Source, Statement, Tally
from tracker.models.choices import Basis, SpeakerRole, Voice

ARTICLE = record.SOURCE


@dataclass(frozen=True)
class Article:
    """Records of the article that tests speak of by name."""

    source: Source
    planes: Quote
    twelve: Statement
    thirty_eight: Statement
    possible: Statement
    unlikely: Statement
    tally: Tally


@pytest.fixture
def article(db: None) -> Article:
    """France has 38 aircraft; Germany may give more; Turkish troops are disputed; who trains?"""
    source = record.source(
        title="US Pushes for More Ally Support",
        published_inferred="the meeting was on “Monday”",
        text_sha256="5" * 64,
        text_characters=6713,
    )
    planes = record.quote("increasing the number of its military planes from 12 to 38", start=3919)
    twelve = record.said("FR/deployment.air", planes, amount="12 aircraft", when="../2015-11-23")
    thirty_eight = record.said("FR/deployment.air", planes, amount="38 aircraft")
    record.said("FR/airstrikes@syria", "hit several targets", status="done", amount="3..9 targets")
    record.said("DE/funding", "its financial commitment", status="pledged", basis=Basis.IMPLIED)
    record.said("DE/funding", "might commit to increasing", status="possible", change="more")
    turkish = record.speaker("ahmet-davutoglu", of="TR", name="Ahmet Davutoğlu")
    expert = record.speaker("soli-ozel", of="TR", name="Soli Özel", role=SpeakerRole.EXPERT)
    could = record.quote("Turkish ground troops could be part", by=turkish, relayed=["CNN"])
    unlikely = record.quote("Turkish ground troops are still not likely", by=expert)
    earnest = record.speaker("josh-earnest", of="US", name="Josh Earnest")
    nations = record.quote("15 different nations", by=earnest, voice=Voice.DIRECT)
    record.said("IT/training.police", "an effort led by Italy is underway", role="lead")
    return Article(
        source=source,
        planes=planes,
        twelve=twelve,
        thirty_eight=thirty_eight,
        possible=record.said("TR/deployment.ground", could, status="possible"),
        unlikely=record.said("TR/deployment.ground", unlikely, status="unlikely"),
        tally=record.claimed(nations, "15", counts={"kind": "training"}, status="ongoing"),
    )


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("root", password="root's password")


@pytest.fixture
def drafted(article: Article) -> Callable[..., Any]:
    """Something that nobody has published."""

    def make(path: str = "NO/airstrikes", words: str = "a draft's words") -> Statement:
        return record.said(path, words, review="draft")

    return make
