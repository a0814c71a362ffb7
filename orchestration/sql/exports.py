"""Statements of the export's ledger, ops.exported_items. Parameters are %s."""

from orchestration.sql.ddl import create_stage
from orchestration.sql.ops_tables import EXPORTED_ITEMS, OPS_SCHEMA

EXPORTED = f"{OPS_SCHEMA}.{EXPORTED_ITEMS.name}"
STAGE = "stage_exported_items"
CREATE_STAGE = create_stage(STAGE, EXPORTED_ITEMS.columns)
COLUMNS = [column.name for column in EXPORTED_ITEMS.columns]

HELD_ITEMS = (
    f"select pk, sk, content_hash, version from {EXPORTED} "
    "where relation = %s and incarnation = %s and event_day between %s and %s"
)
HELD_DAYS = (
    f"select min(event_day), max(event_day) from {EXPORTED} "
    "where relation = %s and incarnation = %s"
)
ANY_HELD = f"select count(*) from {EXPORTED} where relation = %s and incarnation = %s"
FORGET_OTHER_INCARNATIONS = f"delete from {EXPORTED} where relation = %s and incarnation <> %s"
FORGET_STAGED = (
    f"delete from {EXPORTED} using {STAGE} "
    f"where {EXPORTED_ITEMS.name}.relation = {STAGE}.relation "
    f"and {EXPORTED_ITEMS.name}.pk = {STAGE}.pk and {EXPORTED_ITEMS.name}.sk = {STAGE}.sk"
)
KEEP_STAGED = (
    f"insert into {EXPORTED} ({', '.join(COLUMNS)}) "
    f"select {', '.join(COLUMNS)} from {STAGE} where version > 0"
)
DROP_STAGE = f"drop table {STAGE}"

# Export models: {relation} is one of our own names, never input.
MODEL_DAYS = "select min(event_day), max(event_day) from {relation}"
MODEL_ROWS = "select * from {relation} where event_day between %s and %s"
