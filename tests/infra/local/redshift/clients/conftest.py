"""Tables that clients look at."""

from typing import Any

import pytest

_TABLE = """
    create table checked (
        id integer not null, grp varchar(8), qty integer, other integer,
        ratio double precision, price decimal(8, 2), note varchar(40), code varchar(12),
        day date, seen timestamp, ok boolean
    )
"""
_ROWS = """
    insert into checked values
      (1, 'a', 1, 1, 1.0, 1.00, 'one', 'A-001', '2026-01-01', '2026-01-01 10:00:00', true),
      (2, 'a', 2, 2, 2.0, 2.00, 'two', 'A-002', '2026-01-02', '2026-01-02 10:00:00', true),
      (3, 'b', 3, 2, 3.0, 3.00, 'three', 'B-003', '2026-01-03', '2026-01-03 10:00:00', false),
      (4, 'b', 4, 4, 4.0, 4.00, 'four', 'B-004', '2026-01-04', '2026-01-04 10:00:00', true),
      (5, 'b', 9, 5, 9.0, 5.00, null, 'xx', '2026-01-05', '2026-01-05 10:00:00', null)
"""

_DESCRIBED = (
    "create schema raw",
    """create table raw.events (id varchar(64) not null encode zstd, n bigint identity(1, 1),
       amount decimal(18, 2) default 0, props super, seen timestamp, primary key (id))
       diststyle key distkey (id) compound sortkey (seen, id)""",
    """create table raw.children (child int, event varchar(64) references raw.events (id),
       unique (child))""",
    "create view raw.amounts as select id, amount from raw.events",
    "create view raw.late as select id from raw.events with no schema binding",
    "comment on table raw.events is 'what happened'",
    "comment on column raw.events.amount is 'in euros'",
)


@pytest.fixture(scope="module")
def checked(open_connection: Any) -> None:
    """A table of five rows, one like it, and one of fewer rows."""
    with open_connection() as connection:
        cursor = connection.cursor()
        cursor.execute(_TABLE)
        cursor.execute(_ROWS)
        cursor.execute("create table likewise as select * from checked")
        cursor.execute("create table fewer as select * from checked where qty < 9")
        connection.commit()


@pytest.fixture(scope="module")
def described(open_connection: Any) -> None:
    """Tables with keys, defaults, comments and an identity, and views over them."""
    with open_connection() as connection:
        cursor = connection.cursor()
        for statement in _DESCRIBED:
            cursor.execute(statement)
        connection.commit()
