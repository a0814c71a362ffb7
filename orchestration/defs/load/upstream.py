"""What lies before the warehouse and is not Dagster's to make: there for the lineage."""

import dagster as dg

TRACKER = dg.AssetSpec(
    ["ingest", "tracker"],
    description="HTTP requests of trackers and SDKs, answered 200 once Kinesis holds them.",
    kinds={"lambda"},
    group_name="ingest",
)
EVENTS_RAW = dg.AssetSpec(
    ["ingest", "events_raw"],
    deps=[TRACKER],
    description="Kinesis stream of requests as they came: each item in it is an arrival.",
    kinds={"kinesis"},
    group_name="ingest",
)
EVENTS_VALIDATED = dg.AssetSpec(
    ["ingest", "events_validated"],
    deps=[EVENTS_RAW],
    description="Kinesis stream of canonical events that passed the tracking plan.",
    kinds={"kinesis", "lambda"},
    group_name="ingest",
)
RECEIVED = dg.AssetSpec(
    ["lake", "received"],
    deps=[EVENTS_RAW],
    description="Archive of arrivals, by load hour. Holds clear personal data.",
    kinds={"s3"},
    group_name="lake",
)
EVENTS = dg.AssetSpec(
    ["lake", "events"],
    deps=[EVENTS_VALIDATED],
    description="Good events as gzip NDJSON, by load hour.",
    kinds={"s3"},
    group_name="lake",
)
REJECTED = dg.AssetSpec(
    ["lake", "rejected"],
    deps=[EVENTS_RAW],
    description="Quarantined events, whole, with typed reasons, by load hour.",
    kinds={"s3"},
    group_name="lake",
)
