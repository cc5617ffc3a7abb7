"""Quotes, statements and tallies as readers see them; templates print what stands here."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.domain import wording
from tracker.domain.stake import Stake
from tracker.domain.wording import Badge
from tracker.models import Quote, Review, Statement, Tally
from tracker.models.choices import Voice
from tracker.web import addresses
from tracker.web.facts import Fact, amount_of, said_of_statement, said_of_tally


@dataclass(frozen=True, slots=True)
class Words:
    """A quote: the words, whose they are, where they stand."""

    quote: Quote

    @property
    def anchor(self) -> str:
        return addresses.anchor(self.quote)

    @property
    def href(self) -> str:
        return addresses.of_quote(self.quote)

    @property
    def place(self) -> str:
        quote = self.quote
        if quote.start is None:
            return quote.locator
        return f"characters {quote.start}–{quote.end}"

    @property
    def who(self) -> str:
        """Name and office, or the source itself where nobody is quoted."""
        speaker = self.quote.speaker
        return str(speaker) if speaker else self.quote.source.publisher

    @property
    def of(self) -> str:
        """Whom the speaker belongs to."""
        speaker = self.quote.speaker
        return speaker.country.name if speaker and speaker.country else ""

    @property
    def role(self) -> str:
        """What the speaker is; where nobody is quoted, that it is the source's own voice."""
        speaker = self.quote.speaker
        if speaker is None:
            return "in its own words"
        role = speaker.get_role_display().lower()
        return f"{role}, not named" if speaker.anonymous else role

    @property
    def voice(self) -> str:
        return Voice(self.quote.voice).label.lower()

    @property
    def through(self) -> str:
        return wording.listed(self.quote.relayed)

    @property
    def said(self) -> str:
        """When it was said; empty where it is as old as its source."""
        return wording.edtf(self.quote.said)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: what one quote says of one contribution."""

    statement: Statement

    @property
    def words(self) -> Words:
        return Words(self.statement.quote)

    @property
    def href(self) -> str:
        return addresses.of_statement(self.statement)

    @property
    def contribution_href(self) -> str:
        return addresses.of_contribution(self.statement.contribution)

    @property
    def badge(self) -> Badge:
        statement = self.statement
        conditioned = bool(statement.condition)
        return wording.badge(statement.status, change=statement.change, conditioned=conditioned)

    @property
    def amount(self) -> str:
        return amount_of(self.statement)

    @property
    def stake(self) -> str:
        """Whose word it is, seen from the contributor; nothing where it is no longer derived."""
        standing = getattr(self.statement, "standing", None)
        if standing is None:
            return ""
        stake = Stake(standing.stake)
        return stake.label if stake == Stake.UNATTRIBUTED else f"{stake.label} word"

    @property
    def fate(self) -> str:
        """Why it counts no more, if it does not."""
        statement = self.statement
        if statement.review == Review.WITHDRAWN:
            return f"Withdrawn: {statement.withdrawal_reason}"
        standing = getattr(statement, "standing", None)
        if standing is None or standing.known_until is None:
            return ""
        return f"Corrected or replaced: not believed since {wording.day(standing.known_until)}"

    @property
    def facts(self) -> list[Fact]:
        return said_of_statement(self.statement)

    @property
    def further(self) -> list[Words]:
        """Further quotes it rests on."""
        return [Words(rested.quote) for rested in self.statement.rests_on.all()]


@dataclass(frozen=True, slots=True)
class Claim:
    """A tally: an official's claim about the coalition as a whole."""

    tally: Tally

    @property
    def words(self) -> Words:
        return Words(self.tally.quote)

    @property
    def href(self) -> str:
        return addresses.of_tally(self.tally)

    @property
    def badge(self) -> Badge | None:
        return wording.badge(self.tally.status) if self.tally.status else None

    @property
    def claimed(self) -> str:
        """25 countries, 21–23 countries, at least 34 countries; out of how many."""
        tally = self.tally
        out_of = f" out of {wording.number(tally.out_of)}" if tally.out_of else ""
        return f"{amount_of(tally)}{out_of}"

    @property
    def title(self) -> str:
        return f"{self.claimed}: {self.counts}"

    @property
    def counts(self) -> str:
        """The query in words: airstrikes or training; effort passenger name registry."""
        return "; ".join(
            f"{'' if name == 'kind' else name.replace('_', ' ')} {_spaced(str(value))}".strip()
            for name, value in self.tally.counts.items()
        )

    @property
    def counts_href(self) -> str:
        """The records that its query finds."""
        tally = self.tally
        coalition = tally.quote.source.coalition_id
        return addresses.contributions(**{"coalition": coalition, **tally.counts})

    @property
    def fate(self) -> str:
        if self.tally.review == Review.WITHDRAWN:
            return f"Withdrawn: {self.tally.withdrawal_reason}"
        return ""

    @property
    def facts(self) -> list[Fact]:
        return said_of_tally(self.tally, self.claimed, self.counts, self.counts_href)

    @property
    def further(self) -> list[Words]:
        return [Words(rested.quote) for rested in self.tally.rests_on.all()]


@dataclass(slots=True)
class Reading:
    """A quote with all that it says, and the records that merely rest on it too."""

    number: int
    words: Words
    said: list[Said] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    supports: list[Words] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The one status group that its statements speak of; "mixed" if they speak of several.

        Of what counts no more nothing is marked; without a statement it is a "tally", or a mere
        "support" of others.
        """
        groups = {said.badge.group for said in self.said if not said.fate}
        if not groups:
            return "tally" if any(not claim.fate for claim in self.claims) else "support"
        return groups.pop() if len(groups) == 1 else "mixed"


def _spaced(codes: str) -> str:
    return codes.replace(",", " or ").replace("-", " ")
