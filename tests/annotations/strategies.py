"""Statements and tallies as a person may write them, for property tests: mappings of texts."""

from typing import Any

from hypothesis import strategies as st

from tracker.domain.ladder import Change, Status
from tracker.models.choices import Per, ReadsAs, Role

SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
COUNTRIES = st.from_regex(r"[A-Z][A-Z0-9]{1,3}(-[A-Z]{2})?", fullmatch=True)
WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20
).filter(lambda text: text.strip() != "")
NUMBERS = st.decimals(0, 10**12, places=2).map(lambda number: f"{number.normalize():f}")
DATES = st.sampled_from(
    ["2015", "2015-11", "2015-11-23", "2015-11~", "../2015-11-23", "2014-08-08/2015-11-23", "201X"]
)


@st.composite
def ranges(draw: st.DrawFn) -> str:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)), key=float)
    return draw(st.sampled_from([low, f"{low}..", f"..{high}", f"{low}..{high}"]))


AMOUNTS = st.builds(lambda number, metric: f"{number} {metric}", ranges(), SLUGS)
MONEY = st.builds(
    lambda number, code: f"{code} {number}", ranges(), st.sampled_from(["EUR", "USD"])
)


@st.composite
def paths(draw: st.DrawFn) -> str:
    countries = draw(st.lists(COUNTRIES, min_size=1, max_size=3, unique=True))
    theatre, name = draw(st.just("") | SLUGS), draw(st.just("") | SLUGS)
    tail = (f"@{theatre}" if theatre else "") + (f"#{name}" if name else "")
    return f"{','.join(countries)}/{draw(SLUGS)}{tail}"


FURTHER = st.lists(
    st.fixed_dictionaries({"quote": WORDS, "at": st.integers(0, 9999).map(str)}),
    max_size=2,
    unique_by=lambda further: (further["at"], len(further["quote"])),
)
SHARED = {
    "words": WORDS,
    "bounds": st.sampled_from(["words", "analyst"]),
    "status": st.sampled_from(list(Status)).map(str),
    "when": DATES,
    "when_words": WORDS,
    "with": FURTHER,
    "credibility": st.sampled_from(list("123456")),
    "note": WORDS,
    "number": st.integers(1, 99).map(str),
}
STATEMENTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"of": paths()},
    optional={
        **SHARED,
        "amount": AMOUNTS | MONEY,
        "reads_as": st.sampled_from(ReadsAs.values),
        "per": st.sampled_from(Per.values),
        "converted": st.fixed_dictionaries({"from": MONEY}, optional={"rate": st.just("1.52")}),
        "change": st.sampled_from(list(Change)).map(str),
        "role": st.sampled_from(Role.values),
        "place": SLUGS,
        "recipient": COUNTRIES,
        "line_of_effort": SLUGS,
        "effort": SLUGS,
        "due": DATES,
        "condition": WORDS,
        "basis": st.sampled_from(["stated", "implied"]),
        "tie": st.sampled_from(["stated", "presumed"]),
        "denies": st.just("voa:3919-3977:2"),
        "corrects": st.just("voa:p4:1"),
    },
)
TALLIES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"tally": st.just("countries") | SLUGS, "amount": ranges()},
    optional={
        **SHARED,
        "out_of": st.integers(0, 200).map(str),
        "counts": st.dictionaries(st.sampled_from(["kind", "effort", "status"]), WORDS),
        "names": st.lists(COUNTRIES, max_size=3),
        "excludes": st.lists(COUNTRIES, max_size=3),
        "part_of": st.just("voa:3919-3977:2"),
        "not_narrowed": WORDS,
    },
)
