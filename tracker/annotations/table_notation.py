"""The notation of a ``tables:`` block: how rows are told apart, what one is, what each says.

The order of the fields is the order in which they are written; docs/tables.md shows them at work.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from tracker.annotations.notation import (
    Flag,
    Name,
    Text,
    number,
    one_of,
    refuse,
    upto,
    whole,
    word,
)
from tracker.annotations.schema import FurtherQuote, Part
from tracker.annotations.table_values import (
    SCALE_WORDS,
    Code,
    Condition,
    Formats,
    HeaderRows,
    OneOrMore,
    RowNumber,
    Template,
    one_sign,
)
from tracker.domain.codes import nearest

THOUSANDS = {
    ",": "1,200",
    ".": "1.200, with a comma before decimals",
    "'": "1'200",
    "space": "1 200, of whatever kind the space is",
}
ROW_IS = {
    "contribution": "Something of one contribution; no two rows say the same of one.",
    "event": "One event: the rows always add, equal or not.",
    "tally": "A claim about the coalition as a whole.",
}
SILENT = {
    "skip": "Where the amount's cell is silent, the row does not say this.",
    "keep": "Where the amount's cell is silent, the row says this without an amount.",
}
OF_A_TALLY = ("out_of", "counts", "names", "excludes", "not_narrowed")
OF_A_STATEMENT = (
    *("reads_as", "per", "converted", "change", "role", "place", "recipient"),
    *("line_of_effort", "effort", "due", "condition", "basis", "tie"),
)


# --- Parts of a block -----------------------------------------------------------------------


class Dialect(Part):
    """Which signs part the cells."""

    delimiter: Annotated[str, one_sign({"tab": "\t"})] = Field(
        ",", description="Between cells: a sign, or tab."
    )
    quote: Annotated[str, one_sign({"none": ""})] = Field(
        '"', description="Around cells that hold the delimiter: a sign, or none."
    )

    @model_validator(mode="after")
    def _two_signs(self) -> Self:
        if self.delimiter == self.quote:
            raise refuse("Delimiter and quote are one sign.", "They have to differ.")
        return self


class Rows(Part):
    """Which rows are read. They are counted as a spreadsheet does: from 1, header and all."""

    model_config = ConfigDict(populate_by_name=True)

    from_: RowNumber | None = Field(
        None, alias="from", description="The first; if left out, the one below the header."
    )
    to: RowNumber | None = Field(None, description="The last; if left out, the table's last.")
    where: Condition = Field({}, description="Only rows whose column has one of these values.")
    unless: Condition = Field({}, description="No rows whose column has one of these values.")


class Number(Part):
    """How a column writes numbers; what is not said here is not read."""

    thousands: Annotated[str, word("sign between thousands", THOUSANDS)] | None = Field(
        None, description="Between thousands: a sign, or space."
    )
    decimal: Annotated[str, word("decimal sign", {".": "1.5", ",": "1,5"})] | None = Field(
        None, description="Before decimals: a point if left out."
    )
    ignore: OneOrMore = Field((), description="Signs around the number that say nothing: [€, '*'].")
    scale: dict[str, Annotated[str, word("scale", dict.fromkeys(SCALE_WORDS, ""))]] = Field(
        {}, description="What letters after the number multiply it by: {m: million}."
    )
    words: Flag = Field(
        default=False, description="Read as words: about 500, up to 20, more than 3,000."
    )

    @model_validator(mode="after")
    def _clear(self) -> Self:
        if self.words and (self.thousands or self.decimal or self.ignore or self.scale):
            raise refuse("What is read as words has its own rules.", "Leave the other keys out.")
        if self.thousands and self.thousands == self.decimal:
            raise refuse("One sign parts thousands and decimals.", "They have to differ.")
        return self

    @property
    def point(self) -> str:
        """The decimal sign; beside points between thousands it can only be a comma."""
        return self.decimal or ("," if self.thousands == "." else ".")


class Column(Part):
    """How the cells of one column are read; without anything, they are taken as they are."""

    header: Text | None = Field(
        None, description="The column's header where the key is a name of our own; '#3' is the 3rd."
    )
    values: dict[str, Code] = Field({}, description="What its values stand for: {France: FR}.")
    look_up: Text | None = Field(None, description="The name of a look-up of this block.")
    number: Number | None = Field(None, description="How it writes numbers; {} for digits alone.")
    date: Formats = Field((), description="How it writes dates: DD/MM/YYYY, MMM-YY, or several.")
    no_value: OneOrMore = Field((), description="Values of this column that say nothing.")

    @model_validator(mode="after")
    def _one_reading(self) -> Self:
        if self.number and self.date:
            raise refuse("A column holds numbers or dates.", "Leave one of the two keys out.")
        if self.values and self.look_up:
            raise refuse("Both `values` and `look_up` stand here.", "Leave one of them out.")
        return self


class ConvertedTemplate(Part):
    """Money that the source itself converted."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Template = Field(alias="from", description="What it was converted from.")
    rate: Template | None = Field(None, description="At which rate.")


class RowSays(Part):
    """A statement or a tally as in a reading, with {columns} in it."""

    model_config = ConfigDict(populate_by_name=True)

    of: Template | None = Field(None, description="The contribution: '{Country}/airstrikes'.")
    tally: Template | None = Field(None, description="What a tally counts.")
    amount: Template | None = Field(None, description="'{Weapons} weapons', 'EUR {Sum} million'.")
    words: Template | None = Field(None, description="The number's words; the cell if left out.")
    bounds: Template | None = Field(None, description="`analyst` where no words force them.")
    out_of: Template | None = Field(None, description="Of how many.")
    counts: dict[str, Template] = Field({}, description="What a tally counts, as a query.")
    status: Template | None = Field(None, description="What the row says.")
    reads_as: Template | None = Field(None, description="Level, change or total to date.")
    per: Template | None = Field(None, description="The amount is a rate.")
    converted: ConvertedTemplate | None = Field(None, description="What it was converted from.")
    change: Template | None = Field(None, description="What the status is of.")
    role: Template | None = Field(None, description="The part the contributor takes.")
    place: Template | None = Field(None, description="Code of the place of action.")
    recipient: Template | None = Field(None, description="Who receives it.")
    line_of_effort: Template | None = Field(None, description="Where it is not the kind's.")
    effort: Template | None = Field(None, description="The named joint undertaking.")
    when: Template | None = Field(None, description="When it held: '{Day}', '{First}/{Last}'.")
    when_words: Template | None = Field(None, description="Its words; the cell if left out.")
    due: Template | None = Field(None, description="What a promise covers.")
    condition: Template | None = Field(None, description="The condition, as in the row.")
    basis: Template | None = Field(None, description="`implied` where the row presupposes it.")
    tie: Template | None = Field(None, description="`presumed` where nothing ties it.")
    names: list[Template] = Field([], description="Countries that the row names.")
    excludes: list[Template] = Field([], description="Countries that the row leaves out.")
    not_narrowed: Template | None = Field(None, description="What the query could not narrow.")
    with_: list[FurtherQuote] = Field(
        [], alias="with", description="Further quotes, such as a line that names the unit."
    )
    credibility: Template | None = Field(None, description="Admiralty grade, 1 to 6.")
    note: Template | None = Field(None, description="A remark.")
    where: Condition = Field({}, description="Only rows whose column has one of these values.")
    unless: Condition = Field({}, description="No rows whose column has one of these values.")
    silent: Annotated[str, word("way to read a silent amount", SILENT)] | None = Field(
        None, description="What a row says whose amount is silent: skip (nothing) or keep."
    )

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.of is None) == (self.tally is None):
            wrong = "Neither `of` nor `tally` is here." if self.of is None else "Both are here."
            raise refuse(wrong, "A statement has `of` (a path), a tally has `tally`.")
        kind, others = ("tally", OF_A_STATEMENT) if self.tally else ("statement", OF_A_TALLY)
        strange = [name for name in others if getattr(self, name)]
        if strange:
            raise refuse(f"A {kind} has no `{strange[0]}`.", "Leave it out.")
        if self.tally and not self.amount:
            raise refuse("A tally has an amount.", "amount: '{Nations}'")
        if self.silent and not self.amount:
            raise refuse("`silent` speaks of an amount, and there is none.", "Leave it out.")
        return self


class Check(Part):
    """What the publisher, or a count by other means, says of the rows that are read."""

    rows: RowNumber = Field(description="How many rows are read.")
    sum: dict[str, Annotated[Decimal, number(18, 6, "4123")]] = Field(
        {}, description="What columns add up to: {Weapons: 4123}."
    )
    repeats: Annotated[int, whole()] = Field(
        0, description="How many rows repeat an earlier one to the character."
    )


# --- The block ------------------------------------------------------------------------------


class Table(Part):
    """One table in the text of a source."""

    row: Annotated[str, word("thing a row is", ROW_IS)] = Field(description="What one row is.")
    note: Text | None = Field(None, description="A remark on the table.")
    dialect: Dialect = Field(
        default_factory=Dialect, description="Comma and double quote if left out."
    )
    header: HeaderRows = Field((1,), description="The header's row, rows [1, 2], or none.")
    rows: Rows = Field(
        default_factory=Rows, description="Which rows; all below the header if left out."
    )
    no_value: OneOrMore = Field((), description="Cells that say nothing, beside empty ones.")
    look_ups: dict[str, dict[str, Code]] = Field(
        {}, description="Values and what they stand for, for several columns."
    )
    columns: dict[str, Column] = Field({}, description="How columns are read that need a word.")
    key: Text | None = Field(None, description="The publisher's own key: a unique column.")
    speaker: Template | None = Field(None, description="Who says so, if not the publisher.")
    relayed: list[Name] = Field([], description="Through whom it came, in order.")
    occasion: Annotated[str, upto(255)] | None = Field(None, description="One origin's occasion.")
    said: Template | None = Field(None, description="When, if not at the source's publication.")
    with_header: Flag = Field(
        default=False, description="Each statement rests on the header's words too."
    )
    says: list[RowSays] = Field(description="What a row says.", min_length=1)
    check: Check = Field(description="What has to hold, or nothing is loaded.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for says in self.says:
            if (self.row == "tally") != (says.tally is not None):
                raise refuse(
                    f"A row is a {self.row}, and says a {'tally' if says.tally else 'statement'}.",
                    "Rows that are tallies say tallies only, others statements only.",
                )
            if self.row == "event" and says.reads_as not in (None, "event"):
                raise refuse("Events read as events.", "Leave `reads_as` out.")
        self._check_look_ups()
        if self.with_header and not self.header:
            raise refuse("There is no header to rest on.", "Leave `with_header` out.")
        return self

    def _check_look_ups(self) -> None:
        for name, column in self.columns.items():
            if column.look_up and column.look_up not in self.look_ups:
                raise refuse(
                    f"Column {name} has a look-up that is not there: {column.look_up!r}.",
                    one_of(self.look_ups) if self.look_ups else "Write it under `look_ups:`.",
                    nearest(column.look_up, self.look_ups),
                )

    def codes_of(self, column: Column) -> Mapping[str, str]:
        return self.look_ups[column.look_up] if column.look_up else column.values
