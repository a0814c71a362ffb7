"""What a suite is, without the library that runs it: importing that takes many seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expectation:
    """One expectation: `kind` is the class of great_expectations.expectations that runs it."""

    name: str
    kind: str
    arguments: Mapping[str, Any]

    @property
    def column(self) -> str | None:
        """The column it is about; None where it is about rows or the whole table."""
        return self.arguments.get("column")


@dataclass(frozen=True, eq=False)
class Suite:
    """Expectations of one relation, written schema.table.

    `hour_column` names the column of load hours by which a run can be limited; `row_id` the column
    that tells unexpected rows apart.
    """

    name: str
    relation: str
    expectations: tuple[Expectation, ...]
    row_id: str | None = None
    hour_column: str | None = None


def columns_exist(columns: Sequence[str]) -> Expectation:
    """All of these columns are there. More may be: a roll-back meets the newer release's table."""
    arguments = {"column_set": list(columns), "exact_match": False}
    return Expectation("columns_exist", "ExpectTableColumnsToMatchSet", arguments)


def not_null(column: str) -> Expectation:
    """No row lacks a value."""
    return Expectation(f"{column}_not_null", "ExpectColumnValuesToNotBeNull", {"column": column})


def accepted(column: str, values: Sequence[Any]) -> Expectation:
    """Every value that is there is one of these."""
    arguments = {"column": column, "value_set": list(values)}
    return Expectation(f"{column}_accepted", "ExpectColumnValuesToBeInSet", arguments)


def matches(column: str, pattern: str) -> Expectation:
    """Every value that is there matches a POSIX pattern."""
    arguments = {"column": column, "regex": pattern}
    return Expectation(f"{column}_well_formed", "ExpectColumnValuesToMatchRegex", arguments)


def between(column: str, least: float, most: float | None = None) -> Expectation:
    """Every value that is there lies between these, both included; None is no upper bound."""
    arguments = {"column": column, "min_value": least, "max_value": most}
    return Expectation(f"{column}_in_range", "ExpectColumnValuesToBeBetween", arguments)


def no_rows(name: str, query: str) -> Expectation:
    """A query in Redshift SQL that finds what must not be; `{batch}` stands for the checked rows.

    Its rows travel to the client, so the query has to bound them itself.
    """
    return Expectation(name, "UnexpectedRowsExpectation", {"unexpected_rows_query": query})
