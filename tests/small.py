"""A small record, written through the actions: one source with its text, two contributions."""

import hashlib
from dataclasses import dataclass

from django.contrib.auth.models import User

from tracker import actions
from tracker.models import (
    Coalition,
    Contribution,
    Country,
    Kind,
    Metric,
    Quote,
    Source,
    Speaker,
    Statement,
    Tally,
)

TEXT = (
    "“French jets hit two targets in Iraq,” said the ministry. “Nearly two dozen nations” help. "
    "Germany might send more money, as long as others do. 😀 Zoë hit two targets."
)


@dataclass
class Record:
    source: Source
    quote: Quote
    contribution: Contribution
    statement: Statement
    tally: Tally
    draft: Statement
    analyst: User
    reviewer: User

    def quote_at(self, words: str, **more: object) -> Quote:
        return actions.write(
            Quote(source=self.source, exact=words, start=TEXT.index(words), **more),
            by=self.analyst,
        )

    def say(self, quote: Quote, contribution: Contribution, **says: object) -> Statement:
        """A published statement."""
        statement = actions.write(
            Statement(quote=quote, contribution=contribution, **says), by=self.analyst
        )
        actions.submit(statement, by=self.analyst)
        statement.refresh_from_db()
        actions.publish(statement, by=self.reviewer)
        statement.refresh_from_db()
        return statement


def held(record: Record, text: str) -> Source:
    """Another source, ``long``, with its text."""
    source = Source(
        code="long",
        coalition=record.source.coalition,
        title="Long",
        publisher="L",
        published="2015-11-23",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text_characters=len(text),
    )
    return actions.write(source, by=record.analyst)


def small_record(analyst: User, reviewer: User) -> Record:
    with actions.acting(by=analyst, reason="reference data"):
        coalition = Coalition.objects.create(code="counter-isil", name="Counter-ISIL")
        france = Country.objects.create(code="FR", name="France")
        germany = Country.objects.create(code="DE", name="Germany")
        strikes = Kind.objects.create(
            code="airstrikes", name="Airstrikes", rule="r", example="e", counterexample="c"
        )
        funding = Kind.objects.create(
            code="funding", name="Funding", rule="r", example="e", counterexample="c"
        )
        targets = Metric.objects.create(code="targets", name="Targets", unit="t", nature="flow")
        Metric.objects.create(code="money", name="Money", unit="currency", nature="flow")
    source = Source(
        code="voa",
        coalition=coalition,
        title="T",
        publisher="VOA",
        published="2015-11-23",
        text=TEXT,
        text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        text_characters=len(TEXT),
    )
    actions.write(source, by=analyst)
    record = Record(source, None, None, None, None, None, analyst, reviewer)  # type: ignore[arg-type]
    speaker = actions.write(
        Speaker(
            code="voa:ministry",
            name="the ministry",
            role="official",
            country=france,
            anonymous=True,
            source=source,
        ),
        by=analyst,
    )
    record.quote = record.quote_at("French jets hit two targets in Iraq", speaker=speaker)
    record.contribution = actions.write(
        Contribution(coalition=coalition, country=france, kind=strikes), by=analyst
    )
    record.statement = record.say(
        record.quote,
        record.contribution,
        status="done",
        low=2,
        high=2,
        metric=targets,
        words="two",
    )
    record.contribution.refresh_from_db()
    tally = Tally(
        quote=record.quote_at("Nearly two dozen nations"),
        low=21,
        high=23,
        words="Nearly two dozen",
        counts={"kind": "airstrikes"},
    )
    record.tally = actions.write(tally, by=analyst)
    actions.submit(tally, by=analyst)
    actions.publish(tally, by=reviewer)
    promise = actions.write(
        Contribution(coalition=coalition, country=germany, kind=funding), by=analyst
    )
    record.draft = actions.write(
        Statement(
            quote=record.quote_at("Germany might send more money, as long as others do"),
            contribution=promise,
            status="possible",
            change="more",
            condition="as long as others do",
        ),
        by=analyst,
    )
    return record
