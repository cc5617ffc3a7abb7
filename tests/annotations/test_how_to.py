"""The example of docs/how-to-annotate.md is what the page says: anchored, loaded, added up."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.models import State

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to-annotate.md"
TEXT = "Denmark has sent seven jets to Kuwait. They would fly for a year, the minister said.\n"


def test_the_example(tmp_path: Path, db: None) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    file, texts = tmp_path / "example.yaml", tmp_path / "texts"
    file.write_text(example, encoding="utf-8")
    texts.mkdir()
    (texts / "saved.txt").write_text(TEXT, encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        call_command("anchor", file, texts=texts)
    (held,) = re.findall(r"Was (text: \{.*\}) meant\?", str(caught.value))
    published = "  published: 2014-10-10\n"
    file.write_text(example.replace(published, f"{published}  {held}\n"), encoding="utf-8")

    call_command("anchor", file, texts=texts, stdout=StringIO())
    call_command("load", "fixtures", stdout=StringIO(), stderr=StringIO())
    call_command("load", file, texts=texts, stdout=StringIO(), stderr=StringIO())
    found = State.objects.at().filter(contribution__country="DK")
    assert list(found.values_list("contribution__path", "status", "low").order_by("status")) == [
        ("DK/deployment.air", "done", 7),
        ("DK/airstrikes", "pledged", None),
    ]
