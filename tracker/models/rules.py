"""Rules that PostgreSQL itself holds, as constraints of a model's Meta.

A :class:`Rule` is a trigger whose body stands in the migration; it goes where the model goes,
forward and backward, and no door (admin, API, shell, raw SQL) leads round it. A body refuses with
``PERFORM tracker_refuse('rule_name', 'what was wrong', 'how to mend it')``; :func:`refusal_of`
reads that back from the IntegrityError.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection
from django.db.models.constraints import BaseConstraint

NAME = re.compile(r"^[a-z][a-z0-9_]{2,45}$")


class Rule(BaseConstraint):
    """A trigger with a name, written as a constraint.

    ``body`` is plpgsql between BEGIN and END, ``declare`` its declarations. ``on`` is the event
    list ("INSERT OR UPDATE OF exact"). ``deferred`` makes a constraint trigger that speaks at
    COMMIT (or at ``check_constraints()``). ``statement`` makes a statement-level trigger; its
    transition tables are ``new_rows`` and ``old_rows``, unless its ``timing`` is BEFORE. ``field``
    is the form field beside which a refusal is shown.
    """

    def __init__(
        self,
        *,
        name: str,
        on: str,
        body: str,
        declare: str = "",
        timing: str = "",
        when: str = "",
        deferred: bool = False,
        statement: bool = False,
        field: str = "",
    ) -> None:
        if not NAME.match(name):
            raise ValueError(f"a rule's name is 3 to 46 of a-z, 0-9 and _; this is not: {name!r}")
        super().__init__(name=name)
        self.on, self.body, self.declare, self.when = on, _dedent(body), _dedent(declare), when
        self.deferred, self.statement, self.field = deferred, statement, field
        self.timing = timing or self._usual_timing

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, _ = super().deconstruct()
        kwargs: dict[str, Any] = {"name": self.name, "on": self.on, "body": self.body}
        optional = ("declare", "when", "deferred", "statement", "field")
        kwargs |= {name: getattr(self, name) for name in optional if getattr(self, name)}
        kwargs |= {"timing": self.timing} if self.timing != self._usual_timing else {}
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]

    @property
    def _usual_timing(self) -> str:
        return "AFTER" if self.deferred or self.statement else "BEFORE"

    # --- SQL -------------------------------------------------------------------------------

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        return f"{self._function_sql()}\n{self._trigger_sql(model._meta.db_table)}"

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        """Not part of CREATE TABLE: the trigger follows the table."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return (
            f'DROP TRIGGER IF EXISTS "{self.name}" ON "{model._meta.db_table}"; '
            f'DROP FUNCTION IF EXISTS "rule_{self.name}"();'
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Only the database decides; its refusal is translated by the doors."""

    def _function_sql(self) -> str:
        declare = f"DECLARE\n{self.declare}\n" if self.declare else ""
        return (
            f'CREATE OR REPLACE FUNCTION "rule_{self.name}"() RETURNS trigger LANGUAGE plpgsql '
            f"SET search_path = public, pg_temp {self._planned()} AS $rule$\n{declare}BEGIN\n"
            f"{self.body}\nRETURN {self._returned()};\nEND $rule$;"
        )

    def _planned(self) -> str:
        """How its queries are planned, for a session keeps a plan, and a guess how many rows come.

        One made while a table was small, or when many rows came, would read all of a table for each
        row: so all that comes looks others up by an index. What changes or goes is joined with
        itself, which no index can do, and planned each time anew.
        """
        if self.statement and self.on != "INSERT":
            return "SET plan_cache_mode = force_custom_plan"
        by_index = "SET enable_seqscan = off"
        joined = " SET enable_hashjoin = off SET enable_mergejoin = off" if self.statement else ""
        return by_index + joined

    def _returned(self) -> str:
        if self.statement or self.timing == "AFTER":
            return "NULL"
        return "COALESCE(NEW, OLD)" if "DELETE" in self.on else "NEW"

    def _trigger_sql(self, table: str) -> str:
        kind = "CONSTRAINT TRIGGER" if self.deferred else "TRIGGER"
        deferred = " DEFERRABLE INITIALLY DEFERRED" if self.deferred else ""
        when = f" WHEN ({self.when})" if self.when else ""
        return (
            f'CREATE {kind} "{self.name}" {self.timing} {self.on} ON "{table}"{deferred}'
            f"{self._transition()} FOR EACH {'STATEMENT' if self.statement else 'ROW'}{when} "
            f'EXECUTE FUNCTION "rule_{self.name}"();'
        )

    def _transition(self) -> str:
        if not self.statement or self.timing == "BEFORE":
            return ""
        event = self.on.split()[0]
        tables = {
            "INSERT": "NEW TABLE AS new_rows",
            "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            "DELETE": "OLD TABLE AS old_rows",
        }
        return f" REFERENCING {tables[event]}"


def of_rows(
    *, name: str, update_of: str, body: str, when: str = "", declare: str = "", field: str = ""
) -> list[Rule]:
    """A rule that looks at all rows of an INSERT at once, and at each of an UPDATE by itself.

    A function called once a row is most of what a bulk load costs. ``body`` finds what it refuses
    in ``{rows}``, a table by the name ``r``; ``when`` is a condition over ``r``. The rows stand
    already: CHECK has spoken, and what a BEFORE rule holds is held. Of several faults any may be
    told. No LIMIT: PostgreSQL would look for a first fault row by row, and mostly there is none.
    """
    if "{rows}" not in body:
        raise ValueError(f"the body of {name} does not say where it reads {{rows}}")
    some = f" WHERE {when}" if when else ""
    return [
        Rule(
            name=f"{name}_at_once",
            on="INSERT",
            statement=True,
            declare=declare,
            body=body.replace("{rows}", f"(SELECT * FROM new_rows r{some}) r"),
            field=field,
        ),
        Rule(
            name=name,
            on=f"UPDATE OF {update_of}",
            timing="AFTER",
            when=re.sub(r"\br\.", "NEW.", when),
            declare=declare,
            body=body.replace("{rows}", "(SELECT NEW.*) r"),
            field=field,
        ),
    ]


def _dedent(sql: str) -> str:
    return "\n".join(line.strip() for line in sql.strip().splitlines())


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the database refused: the rule's name, what was wrong, how to mend it, which field."""

    rule: str
    message: str
    hint: str
    field: str

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def refusal_of(error: IntegrityError) -> Refusal:
    """The database's own sentence in an IntegrityError, whichever rule spoke.

    Foreign keys, uniqueness and plain CHECKs are given a sentence too.
    """
    diag = getattr(error.__cause__, "diag", None)
    rule = getattr(diag, "constraint_name", None) or ""
    message = str(getattr(diag, "message_primary", "") or error)
    hint = str(getattr(diag, "message_hint", "") or getattr(diag, "message_detail", "") or "")
    found = declared(rule)
    if isinstance(found, Rule):
        return Refusal(rule, message, hint, found.field)
    if field := _code(found):  # a plain CHECK has its sentence in the model
        return Refusal(rule, str(found.violation_error_message), "", field)
    return _plain(rule, diag, message, hint)


KEY = re.compile(r"Key \((?P<columns>[^)]+)\)=\((?P<values>.*)\) (?P<fault>.*)", re.DOTALL)


def _plain(rule: str, diag: Any, message: str, hint: str) -> Refusal:
    """Uniqueness, foreign keys and NOT NULL, which PostgreSQL words for its own people."""
    column = getattr(diag, "column_name", None)
    if column:
        field = column.removesuffix("_id")
        return Refusal(rule, f"{field} is missing.", "Give it a value.", field)
    key = KEY.match(getattr(diag, "message_detail", None) or "")
    if key is None:
        return Refusal(rule, message, hint, "")
    field = key["columns"].split(", ")[-1].removesuffix("_id")
    if "already exists" in key["fault"]:
        message, hint = (
            f"There is one with this {field} already: {key['values']}.",
            "Choose another.",
        )
    elif "is still referenced" in key["fault"]:
        message, hint = "Other records rest on it.", "Change or remove those first."
    elif "is not present" in key["fault"]:
        message, hint = f"There is no {field} {key['values']}.", "Name one that exists."
    return Refusal(rule, message, hint, field)


def _code(constraint: Any) -> str:
    """A plain constraint names its field in ``violation_error_code`` ("field:currency")."""
    code = getattr(constraint, "violation_error_code", None) or ""
    return code.removeprefix("field:") if code.startswith("field:") else ""


def declared(rule: str) -> Any:
    """The constraint of this name, of whichever model; None for what Django names by itself."""
    return next((each for each in _constraints() if each.name == rule), None)


def _constraints() -> Iterator[BaseConstraint]:
    from django.apps import apps

    for model in apps.get_app_config("tracker").get_models():
        yield from model._meta.constraints


# --- In force -------------------------------------------------------------------------------


def missing_rules() -> list[str]:
    """The rules that somebody who owns the tables has dropped or disabled; there should be none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        in_force = {name for (name,) in cursor.fetchall()}
    declared = {each.name for each in _constraints() if isinstance(each, Rule)}
    return sorted(declared - in_force)
