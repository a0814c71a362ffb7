"""Statements of a load: lock, COPY, INSERT … SELECT, ledger rows. Parameters are %s."""

from collections.abc import Iterable

from ingest_lambdas.contract.columns import EVENTS, Table
from orchestration.sql.ops_tables import LOAD_LEDGER, OPS_SCHEMA, RAW_SCHEMA, TOUCHED_VISITOR_DAYS

LEDGER = f"{OPS_SCHEMA}.{LOAD_LEDGER.name}"
TOUCHED = f"{OPS_SCHEMA}.{TOUCHED_VISITOR_DAYS.name}"

# Snapshot isolation lets two loaders read the same ledger and both load: the lock stands between.
LOCK_LEDGER = f"lock table {LEDGER}"
HELD_KEYS = f"select object_key from {LEDGER} where kind = %s and load_hour between %s and %s"
LATEST_HOUR = f"select max(load_hour) from {LEDGER} where kind = %s"
LOADED_HOURS = (
    f"select distinct load_hour from {LEDGER} where load_hour between %s and %s order by 1"
)
LOAD_REPORT = (
    "select count(*), coalesce(sum(row_count), 0), coalesce(sum(byte_count), 0) "
    f"from {LEDGER} where load_id = %s"
)
COPIED_FILES = (
    "select trim(filename), lines_scanned from stl_load_commits where query = pg_last_copy_id()"
)


def copy_into(relation: str, columns: Iterable[str], manifest_url: str, role: str) -> str:
    """COPY of exactly the manifest's gzip NDJSON files; one bad line fails it whole."""
    return (
        f"copy {relation} ({', '.join(columns)})\n"
        f"from {quote(manifest_url)}\niam_role {quote(role)}\n"
        "format as json 'auto' gzip manifest timeformat 'auto'\n"
        "maxerror 0 statupdate off compupdate off"
    )


def insert_from_stage(table: Table, stage: str) -> str:
    """Stage → raw table; parameters: load_id, load_hour."""
    columns = ", ".join(column.name for column in table.columns)
    return (
        f"insert into {RAW_SCHEMA}.{table.name} ({columns}, load_id, load_hour)\n"
        f"select {columns}, %s::varchar(36), %s::varchar(13) from {stage}"
    )


def record_touched(stage: str) -> str:
    """Visitor days of the stage; parameters: load_id, touched_at."""
    return (
        f"insert into {TOUCHED} (load_id, visitor_id, event_day, touched_at)\n"
        f"select distinct %s::varchar(36), visitor_id, event_day, %s::timestamp from {stage}"
    )


def record_superseded(stage: str) -> str:
    """Visitor days of events that a later attempt in the stage takes the place of.

    Parameters: load_id, touched_at.
    """
    return (
        f"insert into {TOUCHED} (load_id, visitor_id, event_day, touched_at)\n"
        "select distinct %s::varchar(36), e.visitor_id, e.event_day, %s::timestamp\n"
        f"from {RAW_SCHEMA}.{EVENTS.name} as e\n"
        f"join (select arrival_id, max(attempt) as attempt from {stage} where attempt > 0 "
        "group by arrival_id) as later\n"
        "on later.arrival_id = e.arrival_id and later.attempt > e.attempt"
    )


def latest_attempt(stage: str) -> str:
    """Query for the highest attempt in the stage."""
    return f"select coalesce(max(attempt), 0) from {stage}"


def record_files(count: int) -> str:
    """Ledger rows of `count` files; parameters in the ledger's column order."""
    return insert_rows(LEDGER, [column.name for column in LOAD_LEDGER.columns], count)


def insert_rows(relation: str, columns: list[str], count: int) -> str:
    """INSERT of `count` rows with a parameter for each value."""
    row = f"({', '.join(['%s'] * len(columns))})"
    return f"insert into {relation} ({', '.join(columns)}) values {', '.join([row] * count)}"


def quote(text: str) -> str:
    """A string literal."""
    doubled = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
