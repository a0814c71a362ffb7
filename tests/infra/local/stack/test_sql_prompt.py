"""How answers of the warehouse are shown, and what is said when there are none."""

import io
import json
import readline
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from redshift_connector.error import InterfaceError, ProgrammingError
from rich.console import Console

from infra.local.settings import Stack
from infra.local.stack import sql_catalog, sql_prompt
from infra.local.stack.errors import StackError
from infra.local.stack.sql_answers import Answer, Format, Shown
from infra.local.stack.sql_line import Line, is_remembered
from infra.local.stack.sql_prompt import explain

STACK = Stack(Path("nowhere"), {}, "", "", "", "")


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
    sql_prompt._answer(connection, STACK, statement, Shown(console, limit))
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


def written(form: Format, answer: Answer) -> str:
    out = io.StringIO()
    Shown(Console(), limit=1, format=form).show(answer, out)
    return out.getvalue()


ANSWER = Answer(["day", "revenue", "note"], [
    (date(2026, 3, 1), Decimal("1.50"), 'a "b", c'), (date(2026, 3, 2), None, "é"),
], 0.1)  # fmt: skip


def test_csv_is_whole_whatever_the_limit() -> None:
    assert written("csv", ANSWER).splitlines() == [
        "day,revenue,note", '2026-03-01,1.50,"a ""b"", c"', "2026-03-02,,é",
    ]  # fmt: skip


def test_json_is_an_object_a_line_whatever_the_limit() -> None:
    assert [json.loads(line) for line in written("json", ANSWER).splitlines()] == [
        {"day": "2026-03-01", "revenue": "1.50", "note": 'a "b", c'},
        {"day": "2026-03-02", "revenue": None, "note": "é"},
    ]


class Catalog:
    """A warehouse that knows two relations of one name, and a view."""

    description: list[tuple[str]] = [("anything",)]

    def cursor(self) -> "Catalog":
        return self

    def execute(self, statement: str) -> None:
        self._asked = statement

    def fetchall(self) -> list[tuple[str, ...]]:
        if "pg_get_late_binding_view_cols" in self._asked:
            return [("staging", "stg_events", "event_id", "character varying(256)")]
        if "svv_redshift_columns" in self._asked:
            return [("exports", "site", "day", "date"), ("marts", "site", "orders", "bigint")]
        return [
            ("staging", "stg_events", "view"),
            ("marts", "site", "table"),
            ("raw", "events", "table"),
        ]


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """An installation whose models are described."""
    node = {
        "schema": "marts",
        "name": "site",
        "description": "The site by day. Counted once.\nOne row per day.",
        "columns": {"orders": {"description": "Orders made."}},
    }
    (tmp_path / "dbt").mkdir()
    (tmp_path / "dbt" / "manifest.json").write_text(json.dumps({"nodes": {"site": node}}))
    return Stack(tmp_path, {}, "", "", "", "")


def asked(stack: Stack, command: str) -> str:
    console = Console(file=io.StringIO(), width=100)
    sql_prompt._answer(Catalog(), stack, command, Shown(console))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def test_what_there_is_is_listed_marts_first_with_what_it_holds(stack: Stack) -> None:
    text = asked(stack, "\\d")
    assert text.index("site") < text.index("stg_events") < text.index("raw")
    assert "The site by day" in text
    assert "Counted once" not in text


def test_a_relation_is_described_column_by_column(stack: Stack) -> None:
    text = asked(stack, "\\d site;")
    assert "marts.site: The site by day. Counted once. One row per day." in text
    assert "Orders made." in text
    assert "date" not in text


def test_a_schema_can_be_named_and_a_view_has_columns_too(stack: Stack) -> None:
    assert "date" in asked(stack, "\\d exports.site")
    assert "character varying(256)" in asked(stack, "\\d stg_events")


@pytest.mark.parametrize(
    ("command", "said"),
    [("\\d nothing", "no nothing"), ("\\z", "no \\\\z"), ("\\d raw.site", "no raw")],
)
def test_what_is_not_there_is_said(stack: Stack, command: str, said: str) -> None:
    with pytest.raises(StackError, match=said):
        asked(stack, command)


def test_without_a_manifest_nothing_is_described() -> None:
    assert sql_catalog.Descriptions(STACK).of_relation("marts", "site") == ""


def test_statements_end_by_a_semicolon_and_commands_by_their_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed = iter(
        ["", "select 1,", "  2;", "\\d site", "select", KeyboardInterrupt(), "select 3;", "\\q"]
    )

    def read(_: str) -> str:
        line = next(typed)
        if isinstance(line, BaseException):
            raise line
        return line

    monkeypatch.setattr("builtins.input", read)
    found = iter(sql_prompt.read_statement, None)
    assert list(found) == ["select 1,\n  2;", "\\d site", "select 3;"]


@pytest.mark.parametrize(
    ("statement", "remembered"),
    [
        ("select 1;", True),
        ("create user x PASSWORD 'y';", False),
        ("copy t from 's3://b/k' credentials 'aws_access_key_id=a';", False),
        (" ", False),
    ],
)
def test_secrets_are_not_remembered(statement: str, remembered: bool) -> None:
    assert is_remembered(statement) is remembered


def test_the_history_outlives_the_prompt_and_is_its_users_alone(tmp_path: Path) -> None:
    history = tmp_path / "history"
    readline.clear_history()
    line = Line(history)
    line.remember("select 1,\n  2;")
    line.remember("alter user x password 'y';")
    readline.clear_history()

    Line(history)

    assert [readline.get_history_item(1), readline.get_history_item(2)] == ["select 1, 2;", None]
    assert history.stat().st_mode & 0o777 == 0o600


def test_names_are_completed(tmp_path: Path) -> None:
    Line(tmp_path / "history").complete_with(["fct_orders", "fct_events", "fct_events"])
    complete = readline.get_completer()
    assert complete is not None
    assert [complete("FCT_", state) for state in range(3)] == ["fct_events", "fct_orders", None]
