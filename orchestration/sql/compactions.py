"""Statements of the compaction. Parameters are %s."""

from orchestration.sql.loads import LEDGER, insert_rows
from orchestration.sql.ops_tables import COMPACTED_FILES, OPS_SCHEMA, REPLACED_FILES

COMPACTED = f"{OPS_SCHEMA}.{COMPACTED_FILES.name}"
REPLACED = f"{OPS_SCHEMA}.{REPLACED_FILES.name}"

# Two runs may believe that they hold the lease: what is replaced is decided here, once.
LOCK_COMPACTED = f"lock table {COMPACTED}"
REPLACED_KEYS = (
    f"select object_key from {REPLACED} where load_hour = %s "
    "and object_key between %s and %s and object_key > %s order by object_key limit %s"
)
LOADED_FILES = (
    f"select object_key, row_count, etag from {LEDGER} where kind = %s and load_hour = %s "
    "and object_key > %s order by object_key limit %s"
)
ORIGINALS = (
    f"select object_key, byte_count, etag, row_count from {REPLACED} "
    "where load_hour = %s and replaced_by = %s order by object_key"
)

_FILES = f"select object_key, kind, load_hour, byte_count, etag from {COMPACTED}"
UNPUBLISHED = f"{_FILES} where published_at is null order by load_hour, object_key"
OUTLIVED = (
    f"{_FILES} where published_at < %s::timestamp and originals_deleted_at is null "
    "order by load_hour, object_key"
)
MARK_PUBLISHED = (
    f"update {COMPACTED} set published_at = %s::timestamp where load_hour = %s and object_key = %s"
)
MARK_DELETED = (
    f"update {COMPACTED} set originals_deleted_at = %s::timestamp "
    "where load_hour = %s and object_key = %s"
)
RECORD_COMPACTED = insert_rows(COMPACTED, [column.name for column in COMPACTED_FILES.columns], 1)


def record_replaced(count: int) -> str:
    """Rows of `count` landed files; parameters in the table's column order."""
    return insert_rows(REPLACED, [column.name for column in REPLACED_FILES.columns], count)
