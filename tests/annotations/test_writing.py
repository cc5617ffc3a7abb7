"""How fixtures are written: whatever the text, any reader reads it back as that text."""

import io
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tracker.annotations.mistakes import Report
from tracker.annotations.tree import read_tree
from tracker.annotations.writing import (
    Bare,
    block,
    flow,
    items,
    reference_text,
    scalar,
    source_text,
)

# All that a YAML file may hold; NUL and lone surrogates are refused when they are read.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30
)
TRICKY = [
    *("NO", "no", "Yes", "off", "~", "null", "Null", "=", "<<", "y", "2015", "2015-11-23"),
    *("1_000", "0x1F", "0o17", "017", "1e3", "1.5", ".5", "-1", "+1", ".inf", ".NaN", "12:30:45"),
    *("- a", "-", "-a", "?", "? a", "a?b", ":", ": a", "a: b", "a:b", "a:", "a #b", "a#b", "#a"),
    *("[a]", "{a}", "a, b", "a [b]", "'a'", '"a"', "it's", "a\\b", "%a", "@a", "`a", "!a", "&a"),
    *("*a", "|", ">", "---", "...", " a", "a ", "a\nb", "a\tb", "a\u00a0b", "\ufeffa", "\u2028"),
    *("\u200bx", "é", "“a”", "😀", "\x85", "\x7f", "a\u00adb", "2001-12-14 21:59:43", "1:2"),
]


def by_tree(text: str) -> Any:
    at = read_tree(text, "a.yaml", Report())
    assert at is not None
    return at.node.plain()


READERS = [
    pytest.param(by_tree, id="ours"),
    pytest.param(yaml.safe_load, id="YAML 1.1 (PyYAML)"),
    pytest.param(lambda text: YAML(typ="safe", pure=True).load(io.StringIO(text)), id="YAML 1.2"),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", TRICKY)
def test_tricky_texts_are_read_back(read: Any, text: str) -> None:
    assert read("\n".join(block({"key": text, "last": "x"}))) == {"key": text, "last": "x"}
    assert read(f"- {flow({'key': text, 'list': [text, text]})}") == [
        {"key": text, "list": [text, text]}
    ]


@pytest.mark.parametrize("read", READERS)
@given(text=TEXTS)
@example(text="a: b")
def test_any_text_is_read_back(read: Any, text: str) -> None:
    assert read("\n".join(block({"key": text}))) == {"key": text}
    assert read(flow([{"key": text}, [text]])) == [{"key": text}, [text]]


@pytest.mark.parametrize(
    ("text", "in_block", "in_flow"),
    [
        ("France hit targets", "France hit targets", "France hit targets"),
        ("NO", "'NO'", "'NO'"),
        ("020", "'020'", "'020'"),
        ("Germany, Italy", "Germany, Italy", "'Germany, Italy'"),
        ("a limit: nothing more", "'a limit: nothing more'", "'a limit: nothing more'"),
        ('is "unlikely," he said', 'is "unlikely," he said', "'is \"unlikely,\" he said'"),
        ('"quoted" first', "'\"quoted\" first'", "'\"quoted\" first'"),
        ("it's one's own: yes", "'it''s one''s own: yes'", "'it''s one''s own: yes'"),
        ("who spoke; when", "who spoke; when", "who spoke; when"),
        ("two\nlines", '"two\\nlines"', '"two\\nlines"'),
        ("a\u00a0space", '"a\\u00A0space"', '"a\\u00A0space"'),
        ("U.S.-led", "U.S.-led", "U.S.-led"),
        ("FR/airstrikes@syria", "FR/airstrikes@syria", "FR/airstrikes@syria"),
        ("IT,PL/equipment", "IT,PL/equipment", "'IT,PL/equipment'"),
    ],
)
def test_quotes_stand_only_where_they_must(text: str, in_block: str, in_flow: str) -> None:
    assert (scalar(text, flow=False), scalar(text, flow=True)) == (in_block, in_flow)


@pytest.mark.parametrize(
    "text",
    ["2015-11-23", "3919", "../2015-11-23", "-0.126", "21..23", "..5 ships", "EUR 440 million"],
)
def test_what_the_notation_types_is_written_plain(text: str) -> None:
    assert scalar(Bare(text), flow=True) == text


def test_a_source_is_written_key_by_key_and_a_statement_on_a_line() -> None:
    text = source_text(
        "# schema",
        {
            "source": {"id": "a", "published": {"edtf": Bare("2015"), "inferred": "so, it says"}},
            "speakers": {"x": {"name": "X"}},
            "tables": [{"row": "event", "columns": {"Day": {"date": "DD/MM/YYYY"}}}],
            "readings": [
                {"quote": "one, two", "at": Bare("0"), "says": [{"of": "FR/a", "status": "done"}]},
                {"quote": "three", "at": Bare("9")},
            ],
        },
    )
    assert text == (
        "# schema\n"
        "source:\n"
        "  id: a\n"
        "  published: {edtf: 2015, inferred: 'so, it says'}\n"
        "\n"
        "speakers:\n"
        "  x: {name: X}\n"
        "\n"
        "tables:\n"
        "- {row: event, columns: {Day: {date: DD/MM/YYYY}}}\n"
        "\n"
        "readings:\n"
        "- quote: one, two\n"
        "  at: 0\n"
        "  says:\n"
        "  - {of: FR/a, status: done}\n"
        "- quote: three\n"
        "  at: 9\n"
    )


def test_reference_rows_stand_on_a_line_kinds_on_several() -> None:
    rows = [{"code": "a", "name": "A"}, {"code": "b", "name": "B, too"}]
    assert reference_text("# s", "metrics", rows).splitlines() == [
        *("# s", "metrics:", "- {code: a, name: A}", "- {code: b, name: 'B, too'}")
    ]
    assert reference_text("# s", "kinds", rows).splitlines() == [
        *("# s", "kinds:", "- code: a", "  name: A", "- code: b", "  name: B, too")
    ]


def test_what_is_long_goes_deep_what_is_short_stays_on_its_line() -> None:
    long = {f"key-{number}": "a rather long value" for number in range(5)}
    lines = list(items([{"short": {"a": "b"}, "long": long, "list": ["x", long]}], deep=True))
    assert lines == [
        "- short: {a: b}",
        "  long:",
        *(f"    key-{number}: a rather long value" for number in range(5)),
        "  list:",
        "  - x",
        "  - key-0: a rather long value",
        *(f"    key-{number}: a rather long value" for number in range(1, 5)),
    ]
    assert by_tree("\n".join(lines)) == [{"short": {"a": "b"}, "long": long, "list": ["x", long]}]
