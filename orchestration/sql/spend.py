"""Statements of an import of spend: lock, COPY, replace the days and sources of the stage."""

from ingest_lambdas.contract.ad_spend import AD_SPEND
from orchestration.sql.ddl import create_stage
from orchestration.sql.ops_tables import AD_SPEND_IMPORTS, OPS_SCHEMA, RAW_SCHEMA

SPEND = f"{RAW_SCHEMA}.{AD_SPEND.name}"
IMPORTS = f"{OPS_SCHEMA}.{AD_SPEND_IMPORTS.name}"
STAGE = "stage_ad_spend"
COLUMNS = [column.name for column in AD_SPEND.columns]
_LISTED = ", ".join(COLUMNS)
_NAMED = f"(select distinct spend_date, source from {STAGE}) as named"
_OF_NAMED = (
    f"{AD_SPEND.name}.spend_date = named.spend_date and {AD_SPEND.name}.source = named.source"
)
_STORED = (
    f"select {', '.join(f'{AD_SPEND.name}.{name}' for name in COLUMNS)} "
    f"from {SPEND} inner join {_NAMED} on {_OF_NAMED}"
)

LOCK_IMPORTS = f"lock table {IMPORTS}"
CREATE_STAGE = create_stage(STAGE, AD_SPEND.columns)
STAGED = f"select count(*) from {STAGE}"
DROP_STAGE = f"drop table {STAGE}"

# Rows that only one of stage and table has; no row stands twice in either.
DIFFERENCES = (
    f"select count(*) from ((select {_LISTED} from {STAGE} except {_STORED}) "
    f"union all ({_STORED} except select {_LISTED} from {STAGE})) as differing"
)
REPLACED = f"select count(*) from ({_STORED}) as stored"
FORGET_NAMED = f"delete from {SPEND} using {_NAMED} where {_OF_NAMED}"
# Parameters: import_id, imported_at.
KEEP_STAGED = (
    f"insert into {SPEND} ({_LISTED}, import_id, imported_at) "
    f"select {_LISTED}, %s::varchar(36), %s::timestamp from {STAGE}"
)
RECORD_IMPORT = (
    f"insert into {IMPORTS} ({', '.join(column.name for column in AD_SPEND_IMPORTS.columns)}) "
    f"values ({', '.join(['%s'] * len(AD_SPEND_IMPORTS.columns))})"
)
# Parameter: import_id.
IMPORT_REPORT = f"select row_count, replaced_rows from {IMPORTS} where import_id = %s"
