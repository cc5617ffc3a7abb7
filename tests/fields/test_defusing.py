"""A spreadsheet's flavour: no cell begins as a formula does, and nothing else is altered."""

import pytest
from django.db.models import F

from tests.record import quote
from tracker.fields.sql import defused
from tracker.models import Quote

DANGEROUS = ["=1+1", "+31 6", "-5 degrees", "@home", "\tx", "\rx", "=", "==cmd|' /C calc'!A0"]
HARMLESS = ["12 to 38", " =1+1", "'quoted'", "«=»", "–5", "a=b", "👍🏽 -1"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    quote(text)
    assert Quote.objects.values_list(defused(F("exact"))).get() == (f"'{text}",)


@pytest.mark.django_db
@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_stays_as_it_is(text: str) -> None:
    quote(text)
    assert Quote.objects.values_list(defused(F("exact"))).get() == (text,)
