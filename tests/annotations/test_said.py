"""Statements and tallies of a changed file: never edited, found again, succeeded, withdrawn."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.annotations.fixture_files import Folder, done, norway, reading, step_of
from tracker import actions
from tracker.annotations.dump import texts
from tracker.annotations.load import Load
from tracker.models import Contribution, Quote, Redirect, State, Statement, Tally

FIRST = "of: NO/deployment, status: done"
SECOND = "of: DK/deployment, status: possible"
THIRD = "of: SE/funding, status: possible"
Q = "made-up:20-65"


@pytest.fixture
def loaded(folder: Folder) -> Folder:
    folder.source(norway(FIRST, SECOND))
    folder.load()
    return folder


def reload(folder: Folder, *items: str, **options: bool) -> Load:
    folder.source(norway(*items))
    load = folder.load(**options)
    assert folder.load(**options).plan.is_empty, "loading again would change something"
    return load


def standing() -> list[tuple[str, str]]:
    """What is published of the first quote, in its order: code and path."""
    rows = Statement.objects.published().filter(quote__code=Q).order_by("position", "number")
    return [(row.code.rpartition(":")[2], row.contribution.path) for row in rows]


def says() -> list[str]:
    """The first quote's says, as dump writes them."""
    lines = dict(texts())["sources/made-up.yaml"].splitlines()
    return [line.removeprefix("  - {").removesuffix("}") for line in lines if line[:5] == "  - {"]


def code_after(statement: Statement) -> str:
    successor = Statement.objects.get(predecessors=statement)
    return successor.code


def replace(code: str, analyst: User, reviewer: User, **changes: Any) -> Statement:
    statement = Statement.objects.get(code=code)
    successor = actions.replace(statement, by=analyst, reason="misread", **changes)
    actions.publish(successor, by=reviewer)
    return successor


# --- Succeeded ------------------------------------------------------------------------------


def test_a_change_withdraws_and_succeeds(loaded: Folder) -> None:
    load = reload(loaded, FIRST, "of: DK/deployment, status: pledged")
    step = step_of(load, f"{Q}:2")
    assert (step.action, step.new_code) == ("replaced", f"{Q}:3")
    assert step.changes == {"status": ("possible", "pledged")}
    old, new = (Statement.objects.get(code=f"{Q}:{number}") for number in (2, 3))
    assert (old.review, old.status, old.successor) == ("withdrawn", "possible", new)
    assert old.withdrawal_reason == "changed in sources/made-up.yaml"
    assert (new.review, new.status, new.position) == ("published", "pledged", 2)
    redirect = Redirect.objects.get(model="statement")
    assert (redirect.code, redirect.target) == (old.code, new.code)
    assert State.objects.get(contribution__path="DK/deployment").status == "pledged"


def test_successors_are_followed(loaded: Folder) -> None:
    for status in ("pledged", "offered", "committed"):
        reload(loaded, FIRST, f"of: DK/deployment, status: {status}")
    assert standing() == [("1", "NO/deployment"), ("5", "DK/deployment")]
    assert says() == [FIRST, "of: DK/deployment, status: committed, number: 5"]


def test_the_written_number_is_the_same_statement(loaded: Folder) -> None:
    reload(loaded, FIRST, "of: DK/deployment, status: pledged")
    load = reload(loaded, *says())
    assert done(load) == []
    assert load.report.remarks == []
    load = reload(loaded, FIRST, "of: DK/deployment, status: offered, number: 3")
    assert done(load, "statement") == [("replaced", f"{Q}:3")]
    assert standing() == [("1", "NO/deployment"), ("4", "DK/deployment")]


def test_numbers_that_differ_from_the_place_are_remarked(loaded: Folder) -> None:
    load = reload(loaded, FIRST, "of: DK/deployment, status: pledged")
    assert load.report.remarks == [
        (
            "1 statement has another number here than the place in the file; "
            "`manage.py dump` writes `number:`."
        )
    ]


def test_another_contribution_at_the_same_place_succeeds_too(loaded: Folder) -> None:
    load = reload(loaded, FIRST, "of: DK/deployment.naval, status: possible")
    assert ("replaced", f"{Q}:2") in done(load)
    old = Contribution.objects.get(path="DK/deployment")
    assert (old.review, old.withdrawal_reason) == (
        "withdrawn",
        "nothing that is said of it stands",
    )
    assert Redirect.objects.get(model="contribution").code == "dk-deployment"


def test_what_was_withdrawn_with_its_last_word_comes_back_with_the_next(loaded: Folder) -> None:
    reload(loaded, FIRST, "of: DK/deployment.naval, status: possible")
    load = reload(loaded, FIRST, SECOND)
    step = step_of(load, "gulf-watch:DK/deployment")
    assert step.changes == {"review": ("withdrawn", "published")}
    assert Contribution.objects.get(path="DK/deployment").review == "published"
    assert [r.code for r in Redirect.objects.filter(model="contribution")] == [
        "dk-deployment-naval"
    ]


def test_a_tally_is_succeeded_with_its_countries_and_quotes(folder: Folder) -> None:
    quote = "59 of the 65 members met"
    tally = "tally: countries, amount: 59, out_of: 65, counts: {kind: membership}"
    folder.source(reading(quote, f"{tally}, names: [SE]"))
    folder.load()
    further = "with: [{quote: Twenty-five nations, at: 300}]"
    folder.source(reading(quote, f"{tally}, names: [DK], {further}"))
    load = folder.load()
    (step,) = [step for step in load.plan.steps if step.model == "tally"]
    assert step.changes == {"names": (["SE"], ["DK"]), "with": (None, ["made-up:300-319"])}
    new = Tally.objects.published().get()
    assert [named.country_id for named in new.countries.all()] == ["DK"]
    assert [rest.quote.exact for rest in new.rests_on.all()] == ["Twenty-five nations"]
    assert folder.load().plan.is_empty


# --- Found again ----------------------------------------------------------------------------


def test_one_put_first_leaves_the_others_alone(loaded: Folder) -> None:
    load = reload(loaded, THIRD, FIRST, SECOND)
    assert done(load, "statement") == [
        ("created", f"{Q}:3"),
        ("changed", f"{Q}:1"),
        ("changed", f"{Q}:2"),
    ]
    assert standing() == [("3", "SE/funding"), ("1", "NO/deployment"), ("2", "DK/deployment")]
    assert says() == [f"{THIRD}, number: 3", f"{FIRST}, number: 1", f"{SECOND}, number: 2"]


def test_one_put_last_moves_nothing(loaded: Folder) -> None:
    assert done(reload(loaded, FIRST, SECOND, THIRD), "statement") == [("created", f"{Q}:3")]


def test_what_changed_is_found_beside_what_was_put_first(loaded: Folder) -> None:
    load = reload(loaded, THIRD, "of: NO/deployment, status: ongoing", SECOND)
    assert ("replaced", f"{Q}:1") in done(load)
    assert [path for _, path in standing()] == ["SE/funding", "NO/deployment", "DK/deployment"]


def test_another_order_is_the_same_statements(loaded: Folder) -> None:
    load = reload(loaded, SECOND, FIRST)
    assert [action for action, _ in done(load, "statement")] == ["changed", "changed"]
    assert standing() == [("2", "DK/deployment"), ("1", "NO/deployment")]
    assert Statement.objects.count() == 2


def test_a_list_of_countries_is_a_statement_each(loaded: Folder) -> None:
    both = "of: 'NO,DK/deployment', status: done"
    load = reload(loaded, both)
    assert done(load, "statement") == [("replaced", f"{Q}:2")]
    assert standing() == [("1", "NO/deployment"), ("3", "DK/deployment")]
    assert says() == [FIRST, "of: DK/deployment, status: done, number: 3"]


def test_the_same_read_from_other_words_is_moved(loaded: Folder) -> None:
    shorter = reading("Norway sent three ships", FIRST, SECOND)
    loaded.source(shorter)
    load = loaded.load()
    assert done(load, "statement") == [
        ("replaced", "made-up:20-43:1"),
        ("replaced", "made-up:20-43:2"),
    ]
    step = step_of(load, "made-up:20-43:1")
    assert step.changes == {"quote": (Q, "made-up:20-43")}
    old = Statement.objects.get(code=f"{Q}:1")
    assert (old.review, code_after(old)) == ("withdrawn", "made-up:20-43:1")
    assert Contribution.objects.published().count() == 2
    assert loaded.load().plan.is_empty


# --- What one says of another ---------------------------------------------------------------


def test_a_denial_follows_what_it_denies(folder: Folder) -> None:
    denial = f"of: NO/deployment, status: absent, denies: '{Q}:1'"
    other = reading("an official said", denial)
    folder.source(norway(FIRST), other)
    folder.load()
    folder.source(norway("of: NO/deployment, status: ongoing"), other)
    assert done(folder.load(), "statement") == [("replaced", f"{Q}:1")]
    assert folder.load().plan.is_empty
    text = dict(texts())["sources/made-up.yaml"]
    assert f"denies: {Q}:2" in text
    folder.write("sources/made-up.yaml", text)
    assert folder.load().plan.is_empty


def test_statements_name_each_other_whatever_their_order(folder: Folder) -> None:
    folder.source(
        norway(f"of: NO/deployment, status: absent, denies: '{Q}:2'", FIRST),
        reading("an official said", f"of: NO/deployment, status: done, corrects: '{Q}:1'"),
    )
    folder.load()
    denial = Statement.objects.get(code=f"{Q}:1")
    assert denial.denies == Statement.objects.get(code=f"{Q}:2")
    assert Statement.objects.get(quote__start=67).corrects == denial


def test_a_reference_to_what_stands_nowhere_is_left_out(loaded: Folder, reviewer: User) -> None:
    denial = reading("an official said", f"of: NO/deployment, status: absent, denies: '{Q}:1'")
    loaded.source(norway(FIRST, SECOND), denial)
    loaded.load()
    actions.withdraw(Statement.objects.get(code=f"{Q}:1"), by=reviewer, reason="misread")
    text = dict(texts())["sources/made-up.yaml"]
    assert "denies" not in text
    assert loaded.load().plan.is_empty
    loaded.write("sources/made-up.yaml", text)
    assert done(loaded.load(), "statement") == []


# --- Edited here ----------------------------------------------------------------------------


def test_an_analysts_successor_is_kept(loaded: Folder, analyst: User, reviewer: User) -> None:
    replace(f"{Q}:1", analyst, reviewer, status="ongoing")
    load = reload(loaded, FIRST, SECOND)
    assert done(load) == []
    assert step_of(load, f"{Q}:3").edited == {"status": ("done", "ongoing")}
    assert says() == ["of: NO/deployment, status: ongoing, number: 3", SECOND]


def test_both_changed_is_a_conflict(loaded: Folder, analyst: User, reviewer: User) -> None:
    replace(f"{Q}:1", analyst, reviewer, status="ongoing")
    changed = "of: NO/deployment, status: ended"
    load = reload(loaded, changed, SECOND)
    assert done(load) == []
    assert step_of(load, f"{Q}:3").conflicts == {"status": ("ended", "ongoing")}
    load = reload(loaded, changed, SECOND, overwrite=True)
    assert done(load, "statement") == [("replaced", f"{Q}:3")]
    assert load.plan.loses
    assert says() == ["of: NO/deployment, status: ended, number: 4", SECOND]


def test_dump_load_then_change_is_no_conflict(
    loaded: Folder, analyst: User, reviewer: User
) -> None:
    replace(f"{Q}:1", analyst, reviewer, status="ongoing")
    reload(loaded, *says())
    load = reload(loaded, "of: NO/deployment, status: ended, number: 3", SECOND)
    assert done(load, "statement") == [("replaced", f"{Q}:3")]


def test_what_was_withdrawn_here_stays_withdrawn(loaded: Folder, reviewer: User) -> None:
    actions.withdraw(Statement.objects.get(code=f"{Q}:1"), by=reviewer, reason="misread")
    load = reload(loaded, FIRST, SECOND)
    assert done(load) == []
    assert step_of(load, f"{Q}:1").edited == {"review": ("published", "withdrawn")}
    load = reload(loaded, "of: NO/deployment, status: ended", SECOND)
    assert "review" in step_of(load, f"{Q}:1").conflicts


def test_overwrite_says_again_what_was_withdrawn(loaded: Folder, reviewer: User) -> None:
    actions.withdraw(Statement.objects.get(code=f"{Q}:1"), by=reviewer, reason="misread")
    load = reload(loaded, FIRST, SECOND, overwrite=True)
    assert done(load, "statement") == [("replaced", f"{Q}:1")]
    old = Statement.objects.get(code=f"{Q}:1")
    assert (old.withdrawal_reason, code_after(old)) == ("misread", f"{Q}:3")
    assert Redirect.objects.get(model="statement").target == f"{Q}:3"
    assert Contribution.objects.get(path="NO/deployment").review == "published"


def test_a_successor_in_review_waits_on(loaded: Folder, analyst: User) -> None:
    statement = Statement.objects.get(code=f"{Q}:1")
    successor = actions.replace(statement, by=analyst, reason="misread", status="ongoing")
    assert done(reload(loaded, FIRST, SECOND)) == []
    load = reload(loaded, "of: NO/deployment, status: ended", SECOND)
    assert done(load, "statement") == [("replaced", f"{Q}:1")]
    successor.refresh_from_db()
    assert successor.review == "in_review"
    assert standing()[0] == ("4", "NO/deployment")


def test_an_analysts_statement_with_the_number_is_a_conflict(
    loaded: Folder, analyst: User, reviewer: User
) -> None:
    own = Statement(
        quote=Quote.objects.get(code=Q),
        contribution=Contribution.objects.get(path="DK/deployment"),
        status="done",
    )
    actions.write(own, by=analyst)
    actions.submit(own, by=analyst)
    actions.publish(own, by=reviewer)
    assert own.number == 3
    load = reload(loaded, FIRST, SECOND, f"{THIRD}, number: 3")
    assert done(load) == []
    assert step_of(load, f"{Q}:3").conflicts["status"] == ("possible", "done")
    assert done(reload(loaded, FIRST, SECOND, THIRD), "statement") == [("created", f"{Q}:4")]


# --- Withdrawn ------------------------------------------------------------------------------


def test_what_left_the_file_is_told_and_kept(loaded: Folder) -> None:
    load = reload(loaded, FIRST)
    assert step_of(load, f"{Q}:2").gone
    assert done(load) == []
    assert len(standing()) == 2


def test_pruning_withdraws_it(loaded: Folder) -> None:
    load = reload(loaded, FIRST, prune=True)
    assert done(load, "statement") == [("withdrawn", f"{Q}:2")]
    assert [step.key for step in load.plan.loses] == [f"{Q}:2"]
    old = Statement.objects.get(code=f"{Q}:2")
    assert (old.review, old.withdrawal_reason, old.successor) == (
        "withdrawn",
        "no longer in its file",
        None,
    )
    assert Contribution.objects.get(path="DK/deployment").review == "withdrawn"
    assert says() == [FIRST]
    assert reload(loaded, FIRST).plan.is_empty


def test_pruning_keeps_what_was_edited_here(loaded: Folder, analyst: User, reviewer: User) -> None:
    replace(f"{Q}:2", analyst, reviewer, status="pledged")
    assert done(reload(loaded, FIRST, prune=True)) == []
    assert done(reload(loaded, FIRST, prune=True, overwrite=True), "statement") == [
        ("withdrawn", f"{Q}:3")
    ]


def test_what_was_pruned_may_be_said_again(loaded: Folder) -> None:
    reload(loaded, FIRST, prune=True)
    load = reload(loaded, FIRST, SECOND)
    assert ("replaced", f"{Q}:2") in done(load)
    assert not load.plan.loses
    old = Statement.objects.get(code=f"{Q}:2")
    assert (old.review, code_after(old)) == ("withdrawn", f"{Q}:3")
    assert standing() == [("1", "NO/deployment"), ("3", "DK/deployment")]
    assert says() == [FIRST, f"{SECOND}, number: 3"]


def test_by_its_number_too(loaded: Folder) -> None:
    written = ["of: NO/deployment, status: done", f"{SECOND}, number: 2"]
    reload(loaded, written[0], prune=True)
    assert ("replaced", f"{Q}:2") in done(reload(loaded, *written))


def test_a_withdrawn_contribution_with_a_successor_is_not_spoken_of(
    loaded: Folder, reviewer: User
) -> None:
    old = Contribution.objects.get(path="DK/deployment")
    new = Contribution.objects.get(path="NO/deployment")
    actions.withdraw(old, by=reviewer, reason="it was Norway's", successor=new)
    loaded.source(norway(FIRST, SECOND, "of: DK/deployment, status: pledged"))
    (mistake,) = loaded.mistakes()
    assert mistake.place.line == 14
    assert str(mistake) == (
        "DK/deployment was withdrawn here: it was Norway's Was NO/deployment meant? "
        "Write its successor."
    )
