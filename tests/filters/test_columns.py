"""No column escapes: each can be asked for, or says why not."""

from collections.abc import Iterator

import pytest
from django.db.models import Field, Model

from tracker.filters import FILTER_SETS
from tracker.filters.asked import Level
from tracker.filters.exempt import EXEMPT, reason
from tracker.models import Contribution, Figure, Standing, State, Statement

ROOTS: dict[Level, type[Model]] = {Level.STATEMENT: Statement, Level.FIGURE: Figure}
DERIVED: list[type[Model]] = [State, Figure, Standing]
MODELS = [*(filter_set.model for filter_set in FILTER_SETS.values()), *DERIVED]
COLUMNS = [
    (model._meta.model_name or "", field.name)
    for model in MODELS
    for field in model._meta.concrete_fields
]


def asked_about() -> set[tuple[str, str]]:
    """The columns that some parameter asks about, on the way to another one too."""
    found: set[tuple[str, str]] = set()
    for filter_set in FILTER_SETS.values():
        for asked in filter_set.base_filters.values():
            if asked.level is not Level.CLOCK:
                root = ROOTS.get(asked.level, filter_set.model)
                for path in asked.reads:
                    found.update(columns_of(root, path))
    return found


def columns_of(model: type[Model], path: str) -> Iterator[tuple[str, str]]:
    for name in path.split("__"):
        if model is Contribution and name == "state":  # as ContributionQuerySet.at() joins it
            model = State
            continue
        names = {field.name: field for field in model._meta.get_fields()}
        if name not in names:
            return  # a pair of columns, whose names are read beside it
        field = names[name]
        if isinstance(field, Field):
            yield model._meta.model_name or "", name
        if isinstance(field.related_model, type):
            model = field.related_model


ASKED = asked_about()


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=lambda value: value)
def test_a_column_can_be_asked_for_or_says_why_not(model: str, column: str) -> None:
    assert (model, column) in ASKED or reason(model, column), (
        f"{model}.{column}: give it a parameter, or a reason in tracker/filters/exempt.py"
    )


def test_no_exemption_is_idle() -> None:
    names = {f"{model}.{column}" for model, column in COLUMNS}
    names |= {f"*.{column}" for _, column in COLUMNS}
    assert set(EXEMPT) <= names
    assert not {f"{model}.{column}" for model, column in ASKED} & set(EXEMPT)


@pytest.mark.parametrize("name", FILTER_SETS)
def test_every_parameter_says_what_it_is(name: str) -> None:
    for parameter, asked in FILTER_SETS[name].base_filters.items():
        assert asked.label[:1].isupper(), parameter
        assert asked.meaning.endswith("."), parameter
        assert "type" in asked.schema, parameter
