"""Cursors, by which a client fetches a query's rows bit by bit."""

from .case import Case, Kind, subject
from .statements import error, refused, rows
from .types import INTEGER

_MAKE = "create table lollapalooza (n int)"
_ADD = "insert into lollapalooza values (1), (2), (3), (null)"
_DECLARE = "declare lollapalooza_cursor cursor for select n from lollapalooza order by n"
_OPEN = (_MAKE, _ADD, _DECLARE)
_NEXT = "fetch next from lollapalooza_cursor"

SUBJECTS = (
    subject(
        "DECLARE",
        "declare",
        rows(_NEXT, [(1,)], (INTEGER,), *_OPEN),
        rows(
            "fetch next from other",
            [(2,)],
            (INTEGER,),
            *_OPEN,
            "close lollapalooza_cursor",
            "declare other cursor for with x as (select 2 as two) select two from x",
        ),
        rows(_NEXT, [], (INTEGER,), _MAKE, _DECLARE, kind=Kind.BOUNDARY),
        Case(_DECLARE, Kind.ERROR, sqlstate="25P01", autocommit=True),
        error("declare other cursor for select 1", "0A000", *_OPEN, message="CLOSE it first"),
        error("declare c cursor for select * from nowhere", "42P01"),
        error("declare c cursor for insert into lollapalooza values (1)", "42601", _MAKE),
        error("declare c scroll cursor for select 1", "0A000", message="DECLARE"),
    ),
    subject(
        "FETCH",
        "fetch",
        rows("fetch forward 2 from lollapalooza_cursor", [(1,), (2,)], (INTEGER,), *_OPEN),
        rows("fetch from lollapalooza_cursor", [(2,)], (INTEGER,), *_OPEN, _NEXT),
        rows(
            "fetch all from lollapalooza_cursor",
            [(2,), (3,), (None,)],
            (INTEGER,),
            *_OPEN,
            _NEXT,
            kind=Kind.NULL,
        ),
        rows(
            "fetch forward 0 from lollapalooza_cursor",
            [(1,)],
            (INTEGER,),
            *_OPEN,
            _NEXT,
            kind=Kind.BOUNDARY,
        ),
        rows(
            "fetch forward all from lollapalooza_cursor",
            [],
            (INTEGER,),
            *_OPEN,
            "fetch forward 10 from lollapalooza_cursor",
            kind=Kind.BOUNDARY,
        ),
        error("fetch next from nowhere", "34000", message="nowhere"),
        error(_NEXT, "34000", *_OPEN, "rollback", "begin"),
        error("fetch prior from lollapalooza_cursor", "0A000", *_OPEN, message="FETCH"),
    ),
    subject(
        "CLOSE",
        "close",
        error(_NEXT, "34000", *_OPEN, "close lollapalooza_cursor"),
        rows(
            "select n from lollapalooza where n = 3",
            [(3,)],
            (),
            *_OPEN,
            _NEXT,
            "close lollapalooza_cursor",
        ),
        rows(_NEXT, [(1,)], (INTEGER,), *_OPEN, _NEXT, "close lollapalooza_cursor", _DECLARE),
        error("close nowhere", "34000", message="nowhere"),
    ),
    subject("MOVE", "declare", refused("move 1 from lollapalooza_cursor", *_OPEN, message="MOVE")),
)
