"""A spreadsheet's flavour in SQL: what tracker.domain.formulas says, to the character."""

import pytest
from django.db.models import F

from tests.domain.test_formulas import DANGEROUS, HARMLESS
from tests.record import quote
from tracker.domain.formulas import defuse
from tracker.fields.sql import defused
from tracker.models import Quote


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS])
def test_sql_defuses_as_the_domain_does(text: str) -> None:
    quote(text)
    assert Quote.objects.values_list(defused(F("exact"))).get() == (defuse(text),)
