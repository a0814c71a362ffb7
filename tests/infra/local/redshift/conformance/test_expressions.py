"""Values and types of expressions, compared with what Redshift's documentation states."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import redshift_connector

from infra.local.redshift.errors import FEATURE_NOT_SUPPORTED


def _load_cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cases", Path(__file__).with_name("cases.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


cases = _load_cases()


def check(cursor: redshift_connector.Cursor, case, source: str) -> None:  # type: ignore[no-untyped-def]
    cursor.execute(f"select {case.expression} as value {source}")
    (row,) = cursor.fetchall()
    assert (row[0], cursor.description[0][1]) == (case.value, case.oid), case.page


@pytest.mark.parametrize("case", cases.NUMBERS + cases.TEXTS + cases.DATES, ids=lambda c: c[1])
def test_scalar(cursor: redshift_connector.Cursor, case) -> None:  # type: ignore[no-untyped-def]
    check(cursor, case, "")


@pytest.mark.parametrize("case", cases.SUPERS, ids=lambda c: c[1])
def test_super(cursor: redshift_connector.Cursor, case) -> None:  # type: ignore[no-untyped-def]
    check(cursor, case, f"from {cases.SUPER_SOURCE} as t")


@pytest.mark.parametrize("case", cases.AGGREGATES, ids=lambda c: c[1])
def test_aggregate(cursor: redshift_connector.Cursor, case) -> None:  # type: ignore[no-untyped-def]
    limit = "limit 1" if "over" in case.expression else ""
    check(cursor, case, f"from {cases.AGGREGATE_SOURCE} as t {limit}")


@pytest.mark.parametrize("expression", cases.REFUSED)
def test_unknown_is_refused_by_name(cursor: redshift_connector.Cursor, expression: str) -> None:
    with pytest.raises(redshift_connector.ProgrammingError) as caught:
        cursor.execute(f"select {expression}")
    assert caught.value.args[0]["C"] == FEATURE_NOT_SUPPORTED


@pytest.mark.parametrize(
    ("expression", "state"),
    [("1/0", "22012"), ("'x'::int", "22P02"), ("nothing", "42703"), ("2147483647 + 1", "22003")],
)
def test_errors_have_their_state(
    cursor: redshift_connector.Cursor, expression: str, state: str
) -> None:
    with pytest.raises(redshift_connector.Error) as caught:
        cursor.execute(f"select {expression}")
    assert caught.value.args[0]["C"] == state
