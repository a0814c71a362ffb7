"""What is looked at in a short way for a timestamp has no form that the long way refuses."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.redshift.copy.conversions import convert
from infra.local.redshift.copy.moments import DATE, OFFSET, TIME
from infra.local.redshift.copy.problems import Field
from infra.local.redshift.copy.statement import CopyOptions
from infra.local.redshift.copy.target import TargetColumn

_LONG = f"{DATE}([T ]{TIME}(Z| ?UTC| ?{OFFSET})?)?"
_COLUMN = TargetColumn("at", "timestamp without time zone")
_CONVERSION = convert(_COLUMN, Field("t", "f", "v"), CopyOptions(time_format="auto"))
_USUAL = "2026-02-28T01:02:03.004Z"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": "1"}) as opened:
        opened.execute("SET TimeZone = 'UTC'")
        yield opened


_CHANGES = st.lists(
    st.tuples(st.integers(0, len(_USUAL) - 1), st.sampled_from("0139 +-:.TZé/")), max_size=4
)


@settings(deadline=None, max_examples=25)
@given(changes=st.lists(_CHANGES, min_size=20, max_size=20))
def test_nothing_of_another_form_is_taken(
    connection: duckdb.DuckDBPyConnection, changes: list[list[tuple[int, str]]]
) -> None:
    texts = [_change(each) for each in changes]
    refused = " OR ".join(f"({problem.condition})" for problem in _CONVERSION.problems)
    rows = connection.execute(
        f"SELECT t, v IS NULL OR NOT regexp_full_match(t, '{_LONG}'), {refused} "
        f"FROM (SELECT t, {_CONVERSION.value} AS v FROM unnest(?) AS given(t))",
        [[_USUAL, *texts]],
    ).fetchall()
    assert rows[0][1:] == (False, False)
    for text, expected, found in rows:
        assert found is expected, text


def _change(changes: list[tuple[int, str]]) -> str:
    letters = list(_USUAL)
    for place, letter in changes:
        letters[place] = letter
    return "".join(letters)
