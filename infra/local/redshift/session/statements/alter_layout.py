"""ALTER TABLE … ALTER DISTKEY, DISTSTYLE, SORTKEY and ENCODE: noted for those who ask.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import SYNTAX_ERROR, UNDEFINED_COLUMN, RedshiftError
from ...translation.encodings import read_encoding
from ...translation.table_attributes import plain_name, require_columns
from ..descriptions import Layout
from ..locks import Relation

if TYPE_CHECKING:
    from ..session import Session

_NAME = r'("(?:[^"]|"")+"|[\w$]+)'
_CLAUSES = (
    ("DISTKEY", re.compile(rf"ALTER\s+(?:DISTSTYLE\s+KEY\s+)?DISTKEY\s+{_NAME}", re.IGNORECASE)),
    ("DISTSTYLE", re.compile(r"ALTER\s+DISTSTYLE\s+(ALL|EVEN|AUTO)\b", re.IGNORECASE)),
    ("SORTKEY", re.compile(r"ALTER\s+(?:COMPOUND\s+)?SORTKEY\s*\(([^()]+)\)", re.IGNORECASE)),
    ("SORT", re.compile(r"ALTER\s+SORTKEY\s+(AUTO|NONE)\b", re.IGNORECASE)),
    ("AUTO", re.compile(r"ALTER\s+(ENCODE)\s+AUTO\b", re.IGNORECASE)),
    ("ENCODE", re.compile(rf"ALTER\s+COLUMN\s+{_NAME}\s+ENCODE\s+(\w+)", re.IGNORECASE)),
)
_SEPARATOR = re.compile(r"\s*(?:,\s*|$)")
_BEGIN = re.compile(
    rf"ALTER\s+(?:DISTKEY|DISTSTYLE|SORTKEY|COMPOUND|ENCODE|COLUMN\s+{_NAME}\s+ENCODE)\b",
    re.IGNORECASE,
)
Clause = tuple[str, re.Match[str]]


def is_layout(text: str) -> bool:
    """Whether what follows the table's name is of its layout."""
    return _BEGIN.match(text) is not None


def alter_layout(session: Session, relation: Relation, text: str) -> None:
    """Note each clause; raises for a key that is no column, and for what cannot be altered."""
    layout = session.descriptions.layout_of(relation)
    clauses = _parse(text)
    _require_alterable(relation, layout, {kind for kind, _ in clauses})
    for kind, clause in clauses:
        if kind == "ENCODE":
            encode_column(session, relation, plain_name(clause.group(1)), clause.group(2))
        elif kind == "AUTO":
            session.descriptions.run(
                "UPDATE {}.columns SET encoding = NULL WHERE schema_name = ? AND relation_name = ?",
                [*relation],
            )
        else:
            _change(layout, kind, clause.group(1))
    require_columns(layout, session.catalog.column_names(relation))
    session.descriptions.set_layout(relation, layout)


def _parse(text: str) -> list[Clause]:
    found: list[Clause] = []
    place = 0
    while place < len(text):
        clause = next(((k, m) for k, p in _CLAUSES if (m := p.match(text, place))), None)
        separator = _SEPARATOR.match(text, clause[1].end()) if clause else None
        if clause is None or separator is None:
            raise RedshiftError(SYNTAX_ERROR, "syntax error in ALTER TABLE")
        found.append(clause)
        place = separator.end()
    return found


def _require_alterable(relation: Relation, layout: Layout, kinds: set[str]) -> None:
    if relation[0].startswith("pg_temp_") and kinds & {"SORTKEY", "SORT"}:
        raise RedshiftError("0A000", "cannot alter the sort key of a temporary table")
    if layout.sort_style == "INTERLEAVED" and kinds - {"SORTKEY", "SORT"}:
        raise RedshiftError("0A000", f"cannot alter {relation[1]}: its sort key is interleaved")


def _change(layout: Layout, kind: str, value: str) -> None:
    if kind == "DISTKEY":
        layout.dist_style, layout.dist_key = "KEY", plain_name(value)
    elif kind == "DISTSTYLE":
        layout.dist_style, layout.dist_key = value.upper(), None
    elif kind == "SORTKEY":
        layout.sort_style = "COMPOUND"
        layout.sort_keys = [plain_name(name) for name in value.split(",")]
    elif value.upper() == "NONE":
        layout.sort_style, layout.sort_keys = "NONE", []
    else:
        # The keys that there are stay.
        layout.sort_style = "AUTO"


def encode_column(session: Session, relation: Relation, column: str, encoding: str) -> None:
    """Note a column's encoding; raises for the one that it has already."""
    known = {c.name: c for c in session.descriptions.columns_of(relation)}
    if column not in known:
        text = f'column "{column}" of relation "{relation[1]}" does not exist'
        raise RedshiftError(UNDEFINED_COLUMN, text)
    wanted = read_encoding(encoding)
    if known[column].encoding == wanted:
        raise RedshiftError("0A000", f'column "{column}" is encoded as {encoding} already')
    session.descriptions.run(
        "UPDATE {}.columns SET encoding = ? "
        "WHERE schema_name = ? AND relation_name = ? AND column_name = ?",
        [wanted, *relation, column],
    )
