"""SQL against the installation's warehouse: one statement, or a prompt."""

import sys
import time
from typing import Any

from redshift_connector.error import Error as WarehouseError

from infra.local.settings import Stack
from infra.local.stack import sql_catalog
from infra.local.stack.errors import StackError
from infra.local.stack.sql_answers import Answer, Shown
from infra.local.stack.sql_line import Line
from infra.local.stack.warehouse_client import connect, query

ENDINGS = ("\\q", "exit", "quit")
HELP = r"""A statement ends with ; and may have many lines.
\d         tables and views, with what they hold
\d NAME    the columns of one
\?         this
\q         leave"""
NO_WAREHOUSE = "the warehouse does not answer: start it with `headwater up`"


def run_statement(stack: Stack, statement: str, shown: Shown) -> None:
    r"""Show the answer of one statement, or of \d. Raises StackError with the complaint."""
    try:
        with connect(stack) as connection:
            _answer(connection, stack, statement, shown)
    except (WarehouseError, OSError) as error:
        raise explain(error) from error


def run_prompt(stack: Stack, shown: Shown) -> None:
    """Statements, each ended by a semicolon, until \\q or the end of the input."""
    try:
        with connect(stack) as connection:
            if sys.stdin.isatty():
                _converse(connection, stack, shown)
            else:
                for statement in filter(str.strip, sys.stdin.read().split(";\n")):
                    _answer(connection, stack, statement, shown)
    except (WarehouseError, OSError) as error:
        raise explain(error) from error


def explain(error: Exception) -> StackError:
    """The warehouse's complaint in one line, or that there is no warehouse to ask."""
    if isinstance(error, OSError) or "connection" in type(error).__name__.lower():
        return StackError(NO_WAREHOUSE)
    told = error.args[0] if error.args else error
    if isinstance(told, dict):
        return StackError(f"{told.get('M', told)} ({told.get('C', '')})")
    if "refused" in str(told) or "communication" in str(told):
        return StackError(NO_WAREHOUSE)
    return StackError(str(told))


def _converse(connection: Any, stack: Stack, shown: Shown) -> None:
    shown.console.print(r"Redshift SQL; a statement ends with ; and \? helps.", style="dim")
    line = Line(stack.file("sql_history"))
    line.complete_with(_words(connection))
    while (statement := read_statement()) is not None:
        line.remember(statement)
        try:
            _answer(connection, stack, statement, shown)
        except (WarehouseError, StackError) as error:
            said = error if isinstance(error, StackError) else explain(error)
            shown.console.print(str(said), style="red", markup=False)


def read_statement() -> str | None:
    r"""The next statement or \ command; None at the end. An interrupt forgets what was typed."""
    lines: list[str] = []
    while True:
        try:
            line = input("...> " if lines else "sql> ")
        except KeyboardInterrupt:
            print()
            lines = []
            continue
        except EOFError:
            return None
        if not lines and line.strip() in ENDINGS:
            return None
        if line.strip():
            lines.append(line)
        if lines and (lines[-1].rstrip().endswith(";") or lines[0].startswith("\\")):
            return "\n".join(lines)


def _answer(connection: Any, stack: Stack, statement: str, shown: Shown) -> None:
    asked = statement.strip().rstrip(";").strip()
    if asked.startswith("\\"):
        _command(connection, stack, asked, shown)
        return
    started = time.perf_counter()
    names, rows = query(connection, asked)
    shown.show(Answer(names, rows, time.perf_counter() - started))


def _command(connection: Any, stack: Stack, asked: str, shown: Shown) -> None:
    command, _, name = asked.partition(" ")
    if command == "\\?":
        shown.console.print(HELP, markup=False)
    elif command != "\\d":
        raise StackError(f"there is no {command}; \\? lists what there is")
    elif name.strip():
        _describe(connection, stack, name.strip(), shown)
    else:
        _list(connection, stack, shown)


def _list(connection: Any, stack: Stack, shown: Shown) -> None:
    started = time.perf_counter()
    described = sql_catalog.Descriptions(stack)
    rows: list[tuple[Any, ...]] = [
        (each.schema, each.name, each.kind, described.in_short(each))
        for each in sql_catalog.relations(connection)
    ]
    names = ["schema", "name", "kind", "description"]
    shown.show(Answer(names, rows, time.perf_counter() - started))


def _describe(connection: Any, stack: Stack, name: str, shown: Shown) -> None:
    started = time.perf_counter()
    described = sql_catalog.Descriptions(stack)
    found = sql_catalog.columns_of(connection, name)
    said = described.of_relation(found[0].schema, found[0].relation)
    if shown.format == "table":
        title = f"{found[0].schema}.{found[0].relation}"
        shown.console.print(f"{title}: {said}" if said else title, markup=False)
    rows: list[tuple[Any, ...]] = [
        (column.name, column.type, described.of_column(column)) for column in found
    ]
    shown.show(Answer(["column", "type", "description"], rows, time.perf_counter() - started))


def _words(connection: Any) -> set[str]:
    """Names that one types: relations with and without their schema, and columns."""
    known = sql_catalog.columns(connection)
    return {
        name
        for column in known
        for name in (column.relation, f"{column.schema}.{column.relation}", column.name)
    }
