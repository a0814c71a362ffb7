"""Every query of the analysts' page answers, with a value in each of its columns."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.dbt_project.warehouse import PROJECT

PAGE = PROJECT / "docs" / "analysts-first-hour.md"
QUERIES = re.findall(r"^```sql\n(.+?)^```", PAGE.read_text(), flags=re.DOTALL | re.MULTILINE)

JOINS = re.findall(r"^    (\w+) \S+ (\w+) : (\w+)$", PAGE.read_text(), flags=re.MULTILINE)


def test_the_page_has_queries() -> None:
    assert len(QUERIES) >= 10
    assert len(JOINS) >= 5


@pytest.mark.parametrize(("one", "other", "column"), JOINS)
def test_what_the_picture_joins_can_be_joined(
    one: str, other: str, column: str, query: Callable[[str], list[dict[str, Any]]]
) -> None:
    [found] = query(
        f"select count(*) as pairs from marts.{one} as one "
        f"join marts.{other} as other on one.{column} = other.{column}"
    )
    assert found["pairs"] > 0


@pytest.mark.parametrize("statement", QUERIES)
def test_a_query_answers_in_every_column(
    statement: str, query: Callable[[str], list[dict[str, Any]]]
) -> None:
    rows = query(statement)

    assert rows
    empty = [name for name in rows[0] if all(row[name] is None for row in rows)]
    assert empty == []
