"""Only snapshot isolation is built: SERIALIZABLE is refused, never run as something weaker."""

import pytest
import redshift_connector

from infra.local.redshift.errors import FEATURE_NOT_SUPPORTED


@pytest.mark.parametrize(
    "statement",
    [
        "begin isolation level serializable",
        "BEGIN TRANSACTION  ISOLATION\nLEVEL SERIALIZABLE",
        "start transaction isolation level serializable, read write",
        "set transaction isolation level serializable",
        "set session characteristics as transaction isolation level serializable",
        "set transaction_isolation to 'serializable'",
        "set default_transaction_isolation to serializable",
        "alter database shop isolation level serializable",
    ],
)
def test_serializable_is_refused_by_name(cursor: redshift_connector.Cursor, statement: str) -> None:
    with pytest.raises(redshift_connector.ProgrammingError) as caught:
        cursor.execute(statement)
    assert caught.value.args[0]["C"] == FEATURE_NOT_SUPPORTED
    assert "serializable" in caught.value.args[0]["M"].lower()


@pytest.mark.parametrize("level", ["snapshot", "read committed", "repeatable read"])
def test_a_level_that_snapshots_give_is_accepted(
    cursor: redshift_connector.Cursor, level: str
) -> None:
    cursor.execute("rollback")
    cursor.execute(f"begin isolation level {level}")
    cursor.execute("show transaction_isolation")
    assert cursor.fetchone()[0] == "snapshot isolation"
