"""Every case of the conformance suite, through the driver, against a running server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redshift_connector

from infra.local.redshift.conformance import AREAS, Case

ALL = [
    pytest.param(case, id=f"{area.title}-{subject.name}-{case.kind}-{case.sql}")
    for area in AREAS
    for subject, case in area.cases()
]


@pytest.fixture(scope="module")
def connection(
    open_connection: Callable[[], redshift_connector.Connection],
) -> Iterator[redshift_connector.Connection]:
    """One connection for all cases."""
    opened = open_connection()
    yield opened
    opened.close()


@pytest.fixture
def cursor(
    connection: redshift_connector.Connection, case: Case
) -> Iterator[redshift_connector.Cursor]:
    """A cursor whose changes are undone: rolled back, or by the case's own clean-up."""
    connection.autocommit = case.autocommit
    cursor = connection.cursor()
    yield cursor
    connection.rollback()
    for statement in case.cleanup:
        cursor.execute(statement)


@pytest.mark.parametrize("case", ALL)
def test_case(cursor: redshift_connector.Cursor, lake: Any, case: Case) -> None:
    for key, body in case.objects:
        lake.put_bytes(key, body)
    for statement in case.setup:
        cursor.execute(statement)
    if case.sqlstate is not None:
        with pytest.raises(redshift_connector.Error) as caught:
            cursor.execute(case.sql)
        assert caught.value.args[0]["C"] == case.sqlstate, caught.value
        assert case.message.lower() in caught.value.args[0]["M"].lower()
        return
    cursor.execute(case.sql)
    assert [tuple(row) for row in cursor.fetchall()] == list(case.rows)
    told = cursor.ps["row_desc"]
    for expected, column in zip(case.types, told, strict=bool(case.types)):
        assert column["type_oid"] == expected.oid, column
        if expected.modifier is not None:
            assert column["type_modifier"] == expected.modifier, column
