"""A record that has everything a total has to tell apart, in few rows."""

from typing import Any

from tests.record import (
    contribution,
    country,
    kind,
    line_of_effort,
    place,
    said,
    source,
    speaker,
)
from tracker.actions import acting
from tracker.models import Contribution


def many() -> None:
    _reference()
    _deeds()
    _money()
    _currencies()
    _periods()
    _left_out()


def part_of(inner: str, outer: str) -> None:
    with acting(by=None):
        Contribution.objects.filter(path=inner).update(part_of=contribution(outer))


def _reference() -> None:
    for code in ("FR", "DE", "IT", "GB"):
        country(code, region="Europe")
    country("US", region="Americas")
    country("TR", region="Asia")
    country("EU", type="organisation")
    country("FUND", name="Pooled fund", type="fund")
    kind("military")
    kind("airstrikes", parent=kind("military"), line_of_effort=line_of_effort("military"))
    kind("deployment", parent=kind("military"), line_of_effort=line_of_effort("military"))
    kind("deployment.air", line_of_effort=line_of_effort("military"))
    kind("humanitarian", line_of_effort=line_of_effort("humanitarian"))
    line_of_effort("stabilization")
    place("raqqa", parent=place("syria"))


def _deeds() -> None:
    """Stocks: wholes and parts, disputes, doubts, promises beside deeds."""
    minister, turkish = speaker("le-drian", of="FR"), speaker("davutoglu", of="TR")
    said("FR/deployment", amount="500..600 personnel")
    said("FR/deployment.air@iraq#x", amount="40 personnel", by=minister)
    said("FR/deployment.air#charles", amount="30 personnel")
    said("DE/deployment", amount="73 personnel")
    said("DE/deployment.air", amount="65 personnel")
    said("DE/deployment#naval", amount="13 personnel")
    said("IT/training", amount="3.. personnel", line_of_effort=line_of_effort("stabilization"))
    said("IT/training", by=speaker("pinotti", of="IT"), role="lead")
    said("CA/training", amount="600..660 personnel")
    said("CA/training", status="pledged", amount="830 personnel", source=source("later"))
    said("NO/training", status="pledged", amount="100 personnel")
    said("NL/training", status="pledged", amount="50.. personnel")
    said("TR/ground-combat", "the paper says", status="done", amount="90 personnel")
    said("TR/ground-combat", "the minister says", status="absent", by=turkish)
    said("GB/training", basis="implied", amount="20 personnel", place=place("raqqa"))
    said("GB/airstrikes@syria", status="ruled_out")
    said("US/training", status="", note="would not say")
    said("US/airstrikes@syria", amount="7 targets", status="done", place=place("syria"))


def _money() -> None:
    said("US/funding", status="done", amount="USD 5 million")
    said("US/funding.loan", status="done", amount="USD 2 million")
    said("SA/funding", status="done", amount="USD 1 billion", per="year")
    said("IT/funding", status="done", amount="EUR 3..4 million")
    said(
        "DE/funding",
        status="done",
        amount="EUR 10 million",
        converted_low=11_000_000,
        converted_high=11_000_000,
        converted_currency="USD",
        converted_rate="1.1",
    )
    said("GB/funding", status="pledged", amount="GBP 1.. million")
    said("EU/humanitarian", status="done", amount="100 tonnes")
    for code, amount in (("FR", 30), ("DE", 30), ("IT", 15)):
        said(f"{code}/humanitarian", status="done", amount=f"{amount} tonnes")
        part_of(f"{code}/humanitarian", "EU/humanitarian")
    said("FR/humanitarian@syria", status="done", amount="7 tonnes")


def _currencies() -> None:
    """Deeds in one currency, later promises in another, with and without what is stated beside."""
    first, second = (source(code, published="2016-02-08") for code in ("first", "second"))
    for code, when, done, promise in (
        ("JP", "2015", "USD 100 million", "EUR 400 million"),
        ("KR", "2015-10", "EUR 9", "USD 8"),
    ):
        said(f"{code}/funding", status="done", when=when, amount=done)
        said(f"{code}/funding", status="pledged", amount=promise, source=first)
        said(f"{code}/funding", status="pledged", amount=promise, source=second)
    stated: dict[str, Any] = {
        "converted_currency": "USD",
        "converted_low": 12,
        "converted_high": 12,
    }
    said("KR/funding#b", status="done", amount="EUR 10", **stated)
    said("KR/funding#b", status="pledged", amount="USD 30", source=first)
    said("JP/funding#b", status="done", amount="USD 5")
    said("JP/funding#b", status="pledged", amount="EUR 10", source=first, **stated)


def _periods() -> None:
    """Flows of months, of a year, of nobody knows when; stocks of a day."""
    for when, strikes in (("2015-09", 5), ("2015-10", 7), ("2015-10-20/2015-11-10", 4)):
        said("FR/airstrikes@iraq", status="done", when=when, amount=f"{strikes} strikes")
    said("US/airstrikes@iraq", status="done", when="2014-08-08/2015-11-22", amount="266 strikes")
    said("AU/airstrikes", status="done", amount="9 strikes")
    said("AU/deployment.air", when="2015-10-01", amount="6 aircraft")
    said("AU/deployment.air", change="end", status="done", when="2015-11-10", source=source("end"))
    said("BE/deployment.air", when="2015-10~", amount="6 aircraft")
    said("BE/deployment.air", credibility=5, note="improbable", amount="60 aircraft")


def _left_out() -> None:
    said("FR/training", tie="presumed", amount="12 personnel")
    said("RU/membership", status="absent")
    said("RU/airstrikes", status="done", amount="99 targets")
    said("FUND/stabilization", status="done", amount="USD 50 million")
    said("FR/membership")
