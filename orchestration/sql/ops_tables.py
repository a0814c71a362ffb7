"""Tables of the schema `ops`: what the pipeline knows about its own work."""

from ingest_lambdas.contract.columns import Column, Table, moment, text

RAW_SCHEMA = "raw"
OPS_SCHEMA = "ops"

LOAD_LEDGER = Table(
    name="load_ledger",
    description="Files that the raw tables hold. One row per lake object, never edited.",
    distkey="object_key",
    sortkeys=("load_hour", "object_key"),
    stamps=(),
    columns=(
        text("object_key", 1024, "Key of the object at first landing.", nullable=False),
        text("kind", 16, "Kind of lake file: events or rejected.", nullable=False),
        text("load_hour", 13, "Hour in which Firehose wrote the file.", nullable=False),
        Column("row_count", "BIGINT", "Rows that the file brought in.", nullable=False),
        Column("byte_count", "BIGINT", "Size of the object.", nullable=False),
        text("etag", 64, "The object's entity tag when it was loaded.", nullable=False),
        text("load_id", 36, "The load that brought it in.", nullable=False),
        moment("loaded_at", "When that load ran.", nullable=False),
    ),
)

TOUCHED_VISITOR_DAYS = Table(
    name="touched_visitor_days",
    description=(
        "Visitor days that a load added events to or took events from, until a build of all models "
        "has them. One row per load, visitor and day."
    ),
    distkey="visitor_id",
    sortkeys=("touched_at",),
    stamps=(),
    columns=(
        text("load_id", 36, "The load.", nullable=False),
        text("visitor_id", 64, "The visitor.", nullable=False),
        Column("event_day", "DATE", "The event day.", nullable=False),
        moment("touched_at", "When the load ran.", nullable=False),
    ),
)

MODEL_BUILDS = Table(
    name="model_builds",
    description="Builds of all models that succeeded. One row per build.",
    distkey="build_id",
    sortkeys=("built_at",),
    stamps=(),
    columns=(
        text("build_id", 36, "dbt's invocation id.", nullable=False),
        moment("built_at", "When it had ended.", nullable=False),
    ),
)

DAY_CLOSINGS = Table(
    name="day_closings",
    description=(
        "When event days were closed, and opened again by loads that came later. One row per day, "
        "closing and action, and per load where it is opened again."
    ),
    distkey="event_day",
    sortkeys=("event_day", "closing"),
    stamps=(),
    columns=(
        Column("event_day", "DATE", "The event day.", nullable=False),
        Column("closing", "INTEGER", "The how many-th closing of the day.", nullable=False),
        Column(
            "action",
            "VARCHAR",
            "Closed by a build, or reopened by a load that this closing takes in.",
            16,
            nullable=False,
            accepted=("closed", "reopened"),
        ),
        text("load_id", 36, "The load that reopened it; null where no single load did."),
        text("build_id", 36, "dbt's invocation id of the closing build.", nullable=False),
        moment("happened_at", "When the load ran, or the build had ended.", nullable=False),
        Column("events_before", "BIGINT", "Events at the closing before; null at the first."),
        Column("events_after", "BIGINT", "Events at this closing.", nullable=False),
        Column(
            "late_visitors",
            "BIGINT",
            "Visitors whose day it changed since the closing before; null at the first closing.",
        ),
    ),
)

EXPORTED_ITEMS = Table(
    name="exported_items",
    description="What the hot tier holds. One row per exported item.",
    distkey="pk",
    sortkeys=("relation", "event_day"),
    stamps=(),
    columns=(
        text("relation", 64, "The export model that the item comes from.", nullable=False),
        text("incarnation", 36, "The hot tier's incarnation that holds it.", nullable=False),
        text("pk", 1024, "Partition key of the item.", nullable=False),
        text("sk", 256, "Sort key of the item.", nullable=False),
        text("event_day", 10, "The day that the item is about.", nullable=False),
        text("content_hash", 64, "SHA-256 of the item's measures.", nullable=False),
        Column("version", "BIGINT", "Version of the item as written.", nullable=False),
        moment("exported_at", "When it was written.", nullable=False),
    ),
)

REPLAY_OUTCOMES = Table(
    name="replay_outcomes",
    description=(
        "Attempts to get quarantined arrivals through, written before they are made. "
        "One row per arrival and attempt."
    ),
    distkey="arrival_id",
    sortkeys=("load_hour", "arrival_id"),
    stamps=(),
    columns=(
        text("arrival_id", 128, "The arrival.", nullable=False),
        Column("attempt", "INTEGER", "The attempt; of a discarded one its last.", nullable=False),
        Column(
            "outcome",
            "VARCHAR",
            "How it ended; pending until a load brings its result.",
            16,
            nullable=False,
            accepted=("pending", "recovered", "rejected", "consent_dropped", "discarded"),
        ),
        text("replay_id", 36, "The run that claimed it.", nullable=False),
        text("load_hour", 13, "Load hour of the rejection, where its original is.", nullable=False),
        moment("claimed_at", "When it was claimed.", nullable=False),
        moment("put_at", "When it was put on the stream; null before that."),
        moment("settled_at", "When its outcome became known."),
        text("note", 1024, "Why it was discarded."),
    ),
)

REPROCESSED_FILES = Table(
    name="reprocessed_files",
    description="Files of the archive sent through the collector again. One row per run and file.",
    distkey="object_key",
    sortkeys=("load_hour", "object_key"),
    stamps=(),
    columns=(
        text("reprocess_id", 36, "The run.", nullable=False),
        text("object_key", 1024, "Key of the file under received/.", nullable=False),
        text("load_hour", 13, "Load hour of the file.", nullable=False),
        Column("attempt", "INTEGER", "Attempt that all its arrivals bear.", nullable=False),
        Column("arrivals", "BIGINT", "Arrivals that were put on the stream."),
        moment("claimed_at", "When it was claimed.", nullable=False),
        moment("put_at", "When all of it was on the stream; null before that."),
    ),
)

COMPACTED_FILES = Table(
    name="compacted_files",
    description="Files that compaction wrote in the place of many small ones. One row per file.",
    distkey="object_key",
    sortkeys=("load_hour", "object_key"),
    stamps=(),
    columns=(
        text("object_key", 1024, "Key of the file under compacted/.", nullable=False),
        text("kind", 16, "Kind of lake file.", nullable=False),
        text("load_hour", 13, "Load hour of all that it replaces.", nullable=False),
        Column("byte_count", "BIGINT", "Size of the object.", nullable=False),
        text("etag", 64, "The object's entity tag.", nullable=False),
        moment("compacted_at", "When it was written.", nullable=False),
        moment("published_at", "When readers began to take it; null before that."),
        moment("originals_deleted_at", "When its originals were deleted; null before that."),
    ),
)

REPLACED_FILES = Table(
    name="replaced_files",
    description="Landed files that another took the place of. One row per landed file.",
    distkey="object_key",
    sortkeys=("load_hour", "object_key"),
    stamps=(),
    columns=(
        text("object_key", 1024, "Key of the object at first landing.", nullable=False),
        text("replaced_by", 1024, "Key of the file that holds its lines.", nullable=False),
        text("load_hour", 13, "Load hour of both.", nullable=False),
        Column("byte_count", "BIGINT", "Size of the landed object.", nullable=False),
        text("etag", 64, "The landed object's entity tag.", nullable=False),
        Column("row_count", "BIGINT", "Its lines.", nullable=False),
    ),
)

AD_SPEND_IMPORTS = Table(
    name="ad_spend_imports",
    description="Imports that changed raw.ad_spend. One row per import.",
    distkey="import_id",
    sortkeys=("imported_at",),
    stamps=(),
    columns=(
        text("import_id", 36, "The import.", nullable=False),
        text("object_key", 1024, "Key of the rows in the lake.", nullable=False),
        text("file_name", 1024, "Name of the file that was imported.", nullable=False),
        Column("row_count", "BIGINT", "Rows that it brought in.", nullable=False),
        Column("replaced_rows", "BIGINT", "Rows that these took the place of.", nullable=False),
        moment("imported_at", "When it ran.", nullable=False),
    ),
)


def _lease(name: str, description: str) -> Table:
    """A table without rows that is locked while something must not run twice."""
    holder = (text("holder", 36, "Never written."),)
    return Table(name, description, holder, (), distkey="holder", sortkeys=("holder",))


MODEL_LEASE = _lease(
    "model_lease", "Locked while the models are built, so that two builds never meet. No rows."
)
REPLAY_LEASE = _lease(
    "replay_lease",
    "Locked while events are put on the stream again, by one run at a time. No rows.",
)
COMPACTION_LEASE = _lease(
    "compaction_lease", "Locked while the lake is compacted, by one run at a time. No rows."
)

OPS_TABLES = (
    LOAD_LEDGER,
    TOUCHED_VISITOR_DAYS,
    MODEL_BUILDS,
    DAY_CLOSINGS,
    EXPORTED_ITEMS,
    REPLAY_OUTCOMES,
    REPROCESSED_FILES,
    AD_SPEND_IMPORTS,
    MODEL_LEASE,
    REPLAY_LEASE,
    COMPACTED_FILES,
    REPLACED_FILES,
    COMPACTION_LEASE,
)
