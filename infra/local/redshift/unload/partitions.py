"""PARTITION BY: the folders of a query's rows, in the manner of Hive."""

from dataclasses import dataclass
from urllib.parse import quote

import duckdb

from infra.local.redshift.copy.errors import CopyError, refuse
from infra.local.redshift.errors import UNDEFINED_COLUMN
from infra.local.redshift.unload.columns import PARTITION_TYPES, UnloadColumn, text_of

# Of a key that is NULL: r_UNLOAD, PARTITION BY usage notes.
NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__"
MOST_PARTITIONS = 10_000


@dataclass(frozen=True)
class Partition:
    """One folder, and the SQL that tells its rows."""

    folder: str
    condition: str


def split_columns(
    columns: list[UnloadColumn], names: tuple[str, ...], *, include: bool
) -> tuple[list[UnloadColumn], list[UnloadColumn]]:
    """The partition's columns, and those that its files hold."""
    by_name = {column.name: column for column in columns}
    keys = []
    for name in names:
        if name not in by_name:
            text = f'column "{name}" of PARTITION BY is not in the query'
            raise CopyError(text, UNDEFINED_COLUMN)
        if by_name[name].type not in PARTITION_TYPES:
            raise refuse(f"PARTITION BY a column of type {by_name[name].type.upper()}")
        keys.append(by_name[name])
    held = columns if include else [column for column in columns if column.name not in names]
    if not held:
        raise CopyError("UNLOAD needs at least one column that PARTITION BY does not name")
    return keys, held


def list_partitions(
    connection: duckdb.DuckDBPyConnection, relation: str, keys: list[UnloadColumn]
) -> list[Partition]:
    """The partitions of a stored relation, in the order of their folders."""
    texts = ", ".join(text_of(key) for key in keys)
    rows = connection.execute(
        f"SELECT DISTINCT {texts} FROM {relation} LIMIT {MOST_PARTITIONS + 1}"
    ).fetchall()
    if len(rows) > MOST_PARTITIONS:
        raise refuse(f"UNLOAD to more than {MOST_PARTITIONS} partitions")
    return sorted((_partition(keys, row) for row in rows), key=lambda found: found.folder)


def _partition(keys: list[UnloadColumn], texts: tuple[str | None, ...]) -> Partition:
    folders, conditions = [], []
    for key, text in zip(keys, texts, strict=True):
        value = NULL_FOLDER if text is None else quote(text, safe=" -_.~")
        folders.append(f"{key.name}={value}/")
        literal = "NULL" if text is None else "'" + text.replace("'", "''") + "'"
        conditions.append(f"{text_of(key)} IS NOT DISTINCT FROM {literal}")
    return Partition("".join(folders), " AND ".join(conditions))
