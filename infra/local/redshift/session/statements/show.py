"""SHOW TABLES, SCHEMAS, COLUMNS and GRANTS of this database.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_SHOW_TABLES.html and its kin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...catalog.listings import COLUMNS, GRANTS, SCHEMAS, TABLES, Listing
from ...errors import INVALID_SCHEMA, UNKNOWN_DATABASE, RedshiftError, not_supported
from ...translation.scan import StatementText
from ...types.fields import Field, describe_field
from ..late_binding import late_binding_columns
from ..names import require
from ..result import Result, Row, rows_result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_NAME = r'(?:"(?:[^"]|"")+"|[\w$]+)'
_NAMES = rf"(?P<names>{_NAME}(?:\s*\.\s*{_NAME}){{0,2}})"
_TAIL = r"(?:\s+LIKE\s+'(?P<pattern>(?:[^']|'')*)')?(?:\s+LIMIT\s+(?P<limit>\d+))?\s*$"
_LONGEST = 10_000
_BITS = {"smallint": 16, "integer": 32, "bigint": 64}


class List(Handler):
    """Rows of a listing; `parts` names what the statement's dotted name holds, last to first."""

    def __init__(self, form: str, listing: Listing, parts: tuple[str, ...]) -> None:
        self._form = re.compile(rf"SHOW\s+{form}\s+{_NAMES}{_TAIL}", re.IGNORECASE)
        self._listing = listing
        self._parts = parts

    def describe(
        self, session: Session, statement: StatementText, values: Values
    ) -> list[Field] | None:
        """The documented columns."""
        listing = self._listing
        return [describe_field(name, listing.type_of(name)) for name in listing.columns]

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """The rows, of what exists; raises 0A000 for another form of the statement."""
        match = self._form.match(statement.text)
        if match is None:
            raise not_supported(f"this form of {' '.join(statement.text.split()[:2]).upper()}")
        names = self._names(match["names"])
        session.transaction.begin_work()
        _require(session, names)
        rows = self._rows(session, names, (match["pattern"] or "%").replace("''", "'"))
        limit = _LONGEST if match["limit"] is None else int(match["limit"])
        return rows_result("SHOW", self.describe(session, statement, values) or [], rows[:limit])

    def _names(self, text: str) -> dict[str, str]:
        given = [name.strip('"').replace('""', '"').lower() for name in re.findall(_NAME, text)]
        if not len(self._parts) - 1 <= len(given) <= len(self._parts):
            raise not_supported(f"{text} as a name here")
        return dict(zip(self._parts, reversed(given), strict=False))

    def _rows(self, session: Session, names: dict[str, str], pattern: str) -> list[Row]:
        sql = self._listing.query()
        known = {**names, "pattern": pattern}
        used = {name: value for name, value in known.items() if f"${name}" in sql}
        rows: list[Row] = list(session.cursor.execute(sql, used).fetchall())
        if self._listing is COLUMNS and not rows:
            rows = _late_binding_rows(session, names["schema"], names["relation"])
        return rows


def _late_binding_rows(session: Session, schema: str, view: str) -> list[Row]:
    """The columns that a late-binding view has now; of one that cannot be bound, none."""
    rows: list[Row] = []
    for column in late_binding_columns(session):
        if column[:2] == (schema, view):
            kind, _, sizes = column[3].partition("(")
            first, _, scale = sizes.rstrip(")").partition(",")
            length = int(first) if first and kind.startswith("character") else None
            precision = int(first) if first and length is None else _BITS.get(kind)
            rows.append(
                (session.shared.database.name, schema, view, column[2], column[4], None, "YES",
                 kind, length, precision,
                 int(scale) if scale else 0 if kind in _BITS else None, None, None, 0, 0, "none",
                 None if length is None else "default")
            )  # fmt: skip
    return rows


def _require(session: Session, names: dict[str, str]) -> None:
    database, schema = names.get("database"), names.get("schema")
    if database not in (None, session.shared.database.name):
        raise RedshiftError(UNKNOWN_DATABASE, f'database "{database}" does not exist')
    if "relation" in names:
        relation = (names["schema"], names["relation"])
        require(session, relation)
    elif schema is not None and schema not in session.catalog.schemas():
        raise RedshiftError(INVALID_SCHEMA, f'schema "{schema}" does not exist')


LISTS: dict[tuple[str, ...], Handler] = {
    ("SHOW", "SCHEMAS"): List(r"SCHEMAS\s+FROM\s+DATABASE", SCHEMAS, ("database",)),
    ("SHOW", "TABLES"): List(r"TABLES\s+FROM\s+SCHEMA", TABLES, ("schema", "database")),
    ("SHOW", "COLUMNS"): List(
        r"COLUMNS\s+FROM\s+TABLE", COLUMNS, ("relation", "schema", "database")
    ),
    ("SHOW", "GRANTS"): List(r"GRANTS\s+ON\s+TABLE", GRANTS, ("relation", "schema", "database")),
}
