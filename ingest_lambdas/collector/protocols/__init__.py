"""One adapter for each wire protocol: an item as it came → the canonical call. All are pure."""

from collections.abc import Mapping
from typing import Any

from ingest_lambdas.collector.call import Call, Description
from ingest_lambdas.collector.protocols import segment
from ingest_lambdas.collector.protocols.snowplow import adapter as snowplow


def normalise(record: Mapping[str, Any], item: Any, shared: Mapping[str, Any]) -> Call:
    """The call of one item; `shared` are the fields of its batch. Raises Rejection."""
    if record["protocol"] == "snowplow":
        return snowplow.normalise(item, record)
    return segment.normalise(item, record["endpoint"], shared)


def describe(record: Mapping[str, Any], item: dict[str, Any]) -> Description:
    """What can be said of an item that is set aside."""
    if record["protocol"] == "snowplow":
        return snowplow.describe(item)
    return segment.describe(item, record["endpoint"])
