"""`manage.py generate`."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.usefixtures("reference")
def test_it_says_what_it_made() -> None:
    out = io.StringIO()
    call_command("generate", "30", stdout=out)
    assert out.getvalue().startswith("30 generated contributions; new are 30, with ")


@pytest.mark.usefixtures("reference")
def test_json_is_one_document() -> None:
    out, err = io.StringIO(), io.StringIO()
    call_command("generate", "30", "--seed", "7", "--json", stdout=out, stderr=err)
    made = json.loads(out.getvalue())
    assert (made["rows"], made["contributions"], err.getvalue()) == (30, 30, "")


@pytest.mark.django_db
def test_without_reference_data_it_names_the_remedy() -> None:
    with pytest.raises(CommandError, match=r"manage\.py load"):
        call_command("generate", "30")


def test_rows_are_a_number() -> None:
    with pytest.raises(CommandError, match="write it as 100000"):
        call_command("generate", "100k")
