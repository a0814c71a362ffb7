"""How answers of the warehouse are shown, and what is said when there are none."""

import io
from typing import Any

import pytest
from redshift_connector.error import InterfaceError, ProgrammingError
from rich.console import Console

from infra.local.stack import sql_prompt
from infra.local.stack.sql_prompt import explain


class Cursor:
    def __init__(self, names: list[str], rows: list[tuple[Any, ...]]) -> None:
        self.description = [(name,) for name in names] or None
        self._rows = rows
        self.asked = ""

    def execute(self, statement: str) -> None:
        self.asked = statement

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows


class Connection:
    def __init__(self, names: list[str], rows: list[tuple[Any, ...]]) -> None:
        self.given = Cursor(names, rows)

    def cursor(self) -> Cursor:
        return self.given


def show(connection: Connection, statement: str = "select 1;", limit: int = 100) -> str:
    console = Console(file=io.StringIO(), width=80)
    sql_prompt._print_answer(connection, statement, limit, console)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def test_a_value_that_looks_like_markup_is_shown_as_it_is() -> None:
    assert "[bold]x[/bold]" in show(Connection(["a"], [("[bold]x[/bold]",)]))


def test_nulls_are_told_from_texts() -> None:
    assert "null" in show(Connection(["a"], [(None,)]))


def test_more_rows_than_the_limit_are_counted_not_shown() -> None:
    text = show(Connection(["a"], [(f"row-{n}",) for n in range(5)]), limit=2)
    assert "row-1" in text
    assert "row-2" not in text
    assert "5 rows, 2 of them shown" in text


def test_more_columns_than_fit_are_shown_one_under_the_other() -> None:
    names = [f"column_number_{n}" for n in range(30)]
    text = show(Connection(names, [tuple(range(30))]))
    assert all(f"{name} " in text for name in names)


def test_a_statement_without_rows_is_done_and_sent_without_its_semicolon() -> None:
    connection = Connection([], [])
    assert "done" in show(connection, "create schema x;")
    assert connection.given.asked == "create schema x"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(), "headwater up"),
        (InterfaceError("communication error", ConnectionRefusedError()), "headwater up"),
        (ProgrammingError({"M": "relation x does not exist", "C": "42P01"}), "does not exist"),
    ],
)
def test_errors_say_what_is_wrong(error: Exception, said: str) -> None:
    assert said in str(explain(error))
