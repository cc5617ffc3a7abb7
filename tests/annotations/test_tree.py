"""Files as trees of texts, each with its line and column."""

import pytest

from tracker.annotations.mistakes import Mistake, Report
from tracker.annotations.tree import At, read_tree


def tree(text: str) -> At:
    report = Report()
    at = read_tree(text, "a.yaml", report)
    assert report.mistakes == []
    assert at is not None
    return at


def mistakes(text: str) -> list[Mistake]:
    report = Report()
    read_tree(text, "a.yaml", report)
    return report.mistakes


def mistake(text: str) -> tuple[int, int, str, str]:
    (found,) = mistakes(text)
    return found.place.line, found.place.column, found.place.path, str(found)


@pytest.mark.parametrize(
    "value",
    ["NO", "no", "2015", "2015-11-23", "~", "null", "1e3", "0x10", "12:30", "1_000", ".5", "true"],
)
def test_every_plain_scalar_is_text(value: str) -> None:
    assert tree(f"key: {value}\nlist: [{value}]").node.plain() == {"key": value, "list": [value]}


@pytest.mark.parametrize("written", ["'a ''b'''", "\"a 'b'\"", "!!str a 'b'", "! a 'b'"])
def test_quotes_and_the_text_tag_change_nothing(written: str) -> None:
    assert tree(f"key: {written}").node.plain() == {"key": "a 'b'"}


def test_nothing_is_empty_text() -> None:
    assert tree("a:\nb: ''").node.plain() == {"a": "", "b": ""}


def test_a_byte_order_mark_and_crlf_are_no_content() -> None:
    assert tree("\ufeffa: 1\r\nb: 2\r\n").node.plain() == {"a": "1", "b": "2"}


def test_places_are_lines_and_columns_from_one() -> None:
    at = tree("a:\n- {b: x, c: y}\n- d: z\n")
    assert str(at.place("a", 0, "c")) == "a.yaml:2:13"
    assert str(at.place("a", 1, "d")) == "a.yaml:3:6"
    assert at.place("a", 1, "d").path == "a[1].d"
    below = at.go("a", 0)
    assert below is not None
    assert str(below.place_of_key("c")) == "a.yaml:2:10"


def test_what_is_not_there_is_placed_at_what_holds_it() -> None:
    place = tree("a:\n- {b: x}\n").place("a", 0, "missing", "deeper")
    assert (str(place), place.path) == ("a.yaml:2:3", "a[0]")
    assert tree("a: x").go("a", "b") is None
    assert list(tree("a: x").go("a").items()) == []  # type: ignore[union-attr]


def test_a_key_stands_once() -> None:
    assert mistake("a: 1\nb:\n  c: 2\n  c: 3\n") == (
        4,
        3,
        "b.c",
        "'c' stands here a second time. The first is in line 3; one of them goes.",
    )


def test_all_duplicates_are_told() -> None:
    assert [m.place.line for m in mistakes("a: 1\na: 2\nb: {c: 1, c: 2}\n")] == [2, 3]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a:\n\tb: 1\n", 2, 1), ("a:\n  - b\n \t- c\n", 3, 2), ("\ta: 1", 1, 1)],
)
def test_a_tab_is_told_with_its_place(text: str, line: int, column: int) -> None:
    assert mistake(text) == (
        line,
        column,
        "",
        "A tab stands here, and YAML cannot begin anything with one. Indent by spaces.",
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: {b: 1\nc: 2\n", 2, "expected ',' or '}'"),
        ("a: b: c\n", 1, "mapping values are not allowed here"),
        ("a: 'open\n", 2, "found unexpected end of stream while scanning a quoted scalar"),
        ("a: [1, 2\n", 2, "expected ',' or ']'"),
    ],
)
def test_yaml_errors_are_told_with_their_place(text: str, line: int, what: str) -> None:
    found = mistake(text)
    assert found[0] == line
    assert what in found[3]
    assert found[3].startswith("This is not YAML: ")
    assert found[3].endswith(" stands in single quotes.")


def test_control_characters_are_no_yaml() -> None:
    sentence = "U+0007 stands here, a character that YAML has not. Remove it."
    assert mistake("a: 1\nb: \x07") == (2, 4, "", sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "a: !!bool no",
            (
                "The tag !!bool makes 'no' something else than text. Was NO meant? Leave the tag "
                "out: every value is read as text, and NO is Norway."
            ),
        ),
        (
            "a: !!int 12",
            (
                "The tag !!int makes '12' something else than text. Leave the tag out: "
                "every value is read as text, and NO is Norway."
            ),
        ),
    ],
)
def test_tags_are_refused(text: str, sentence: str) -> None:
    assert mistake(text) == (1, 4, "a", sentence)


def test_anchors_and_aliases_are_refused() -> None:
    found = [str(each) for each in mistakes("a: &x [1]\nb: *x\n")]
    sentence = "Anchors and aliases (&x) are not used here. Write it out in both places."
    assert found == [sentence, sentence]


def test_keys_are_words() -> None:
    assert mistake("? [a, b]\n: c\n")[3] == "A key is a plain word. Write it as `word: value`."


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_a_mistake(text: str) -> None:
    assert mistake(text) == (1, 1, "", "The file is empty. Write it, or delete it.")


def test_a_file_is_one_document() -> None:
    assert mistake("a: 1\n---\nb: 2\n")[3] == "A second document begins here. One file, one `---`."
