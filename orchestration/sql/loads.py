"""Statements of a load: lock, COPY, INSERT … SELECT, ledger rows. Parameters are %s."""

from collections.abc import Iterable

from ingest_lambdas.contract.columns import EVENTS, Table
from orchestration.sql.ops_tables import LOAD_LEDGER, OPS_SCHEMA, RAW_SCHEMA, TOUCHED_VISITOR_DAYS

LEDGER = f"{OPS_SCHEMA}.{LOAD_LEDGER.name}"
TOUCHED = f"{OPS_SCHEMA}.{TOUCHED_VISITOR_DAYS.name}"

# Snapshot isolation lets two loaders read the same ledger and both load: the lock stands between.
LOCK_LEDGER = f"lock table {LEDGER}"
HELD_KEYS = (
    f"select object_key from {LEDGER} where kind = %s and load_hour between %s and %s "
    "and object_key between %s and %s and object_key > %s order by object_key limit %s"
)
LATEST_HOUR = f"select max(load_hour) from {LEDGER} where kind = %s"
LOADED_HOURS = (
    f"select distinct load_hour from {LEDGER} where load_hour between %s and %s order by 1"
)
KIND_HOURS = (
    f"select distinct load_hour from {LEDGER} where kind = %s and load_hour between %s and %s"
)
LOAD_REPORT = (
    "select count(*), coalesce(sum(row_count), 0), coalesce(sum(byte_count), 0) "
    f"from {LEDGER} where load_id = %s"
)
# SYS views are there on clusters and on Redshift Serverless, stl_load_commits on clusters alone.
COPIED_FILES = (
    "select trim(file_name), lines_scanned from sys_load_detail where query_id = pg_last_copy_id()"
)
LEDGER_KEYS = (
    f"select object_key from {LEDGER} where kind = %s and load_hour = %s and object_key > %s "
    "order by object_key limit %s"
)
FORGET_FILES = f"delete from {LEDGER} where kind = %s and load_hour = %s"


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


def record_touched(relation: str) -> str:
    """Visitor days of events; parameters: load_id, touched_at, twice."""
    return _touch(f"select distinct visitor_id, event_day from {relation}")


def record_superseded(relation: str) -> str:
    """Visitor days of events that a later attempt in the relation takes the place of.

    Parameters: load_id, touched_at, twice.
    """
    return _touch(
        f"select distinct e.visitor_id, e.event_day from {RAW_SCHEMA}.{EVENTS.name} as e\n"
        f"join (select arrival_id, max(attempt) as attempt from {relation} where attempt > 0 "
        "group by arrival_id) as later\n"
        "on later.arrival_id = e.arrival_id and later.attempt > e.attempt"
    )


def _touch(visitor_days: str) -> str:
    """Once a load, however many of its statements touch the same visitor day."""
    return (
        f"insert into {TOUCHED} (load_id, visitor_id, event_day, touched_at)\n"
        "select %s::varchar(36), days.visitor_id, days.event_day, %s::timestamp\n"
        f"from ({visitor_days}) as days\n"
        f"left join (select visitor_id, event_day from {TOUCHED} "
        "where load_id = %s and touched_at = %s::timestamp) as known\n"
        "on known.visitor_id = days.visitor_id and known.event_day = days.event_day\n"
        "where known.visitor_id is null"
    )


def rows_of_hour(table: Table, load_hour: str) -> str:
    """The loaded rows of an hour, as a relation."""
    return f"(select * from {RAW_SCHEMA}.{table.name} where load_hour = {quote(load_hour)}) as held"


def loaded_rows(table: Table, load_id: str, first: str, last: str) -> str:
    """What a load has brought into hours `first` to `last`, as a relation."""
    return (
        f"(select * from {RAW_SCHEMA}.{table.name} where load_id = {quote(load_id)} "
        f"and load_hour between {quote(first)} and {quote(last)}) as loaded"
    )


def delete_rows(table: Table) -> str:
    """Take an hour's rows out of a raw table; parameter: load_hour."""
    return f"delete from {RAW_SCHEMA}.{table.name} where load_hour = %s"


def latest_attempt(relation: str) -> str:
    """Query for the highest attempt in a relation."""
    return f"select coalesce(max(attempt), 0) from {relation}"


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
