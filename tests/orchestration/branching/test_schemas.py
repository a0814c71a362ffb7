"""Which schema a branch has, and that it can be no one else's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.branching.schemas import Branch, BranchRefused, branches, drop, schema_of


class Session:
    """A catalog with two branches among other schemas, and what was executed on it."""

    def __init__(self) -> None:
        self.executed: list[str] = []

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if "pg_namespace" in sql:
            return [("branch_ann",), ("branch_bob",), ("marts",), ("raw",)]
        return [("branch_ann", 2), ("marts", 9)] if "pg_tables" in sql else [("branch_bob", 3)]

    def execute(self, sql: str) -> int:
        self.executed.append(sql)
        return -1


def test_branches_are_told_from_other_schemas() -> None:
    assert branches(Session()) == [Branch("ann", 2, 0), Branch("bob", 0, 3)]  # type: ignore[arg-type]


def test_only_a_branch_that_is_there_can_be_dropped() -> None:
    session = Session()
    drop(session, "ann")  # type: ignore[arg-type]
    with pytest.raises(BranchRefused, match="no branch cat"):
        drop(session, "cat")  # type: ignore[arg-type]
    assert session.executed == ["drop schema branch_ann cascade"]


@pytest.mark.parametrize("name", ["", "Ann", "1st", "a b", "a;b", 'a"b', "ä", "a" * 41, "_a"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(BranchRefused, match="no name"):
        schema_of(name)


@given(st.text(max_size=50))
def test_whatever_the_name_the_schema_is_a_branchs(name: str) -> None:
    try:
        schema = schema_of(name)
    except BranchRefused:
        return
    assert schema == f"branch_{name}"
    assert schema.isidentifier()
    assert schema.isascii()
