"""How far every consumer is behind, as of one moment."""

from collections.abc import Iterable
from typing import Any

from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.event_source.poller import MappingPoller
from infra.local.aws.firehose.delivery import Delivery


def lag_report(
    checkpoints: Checkpoints, pollers: Iterable[MappingPoller], deliveries: Iterable[Delivery]
) -> dict[str, Any]:
    """`{"consumers": [{name, kind, behind_records, buffered_bytes}], "drained": bool}`.

    behind_records counts from the checkpoint, which follows the function's success or the S3 put:
    batches in flight and buffers are in it. `drained`: nothing acknowledged is on its way.
    """
    mappings = {("event-source", poller.name): (poller.readers(), 0) for poller in pollers}
    firehoses = {
        ("firehose", delivery.stream.definition.name): (
            delivery.readers(),
            delivery.buffered_bytes,
        )
        for delivery in deliveries
    }
    everyone = mappings | firehoses
    behind = checkpoints.behind({key: readers for key, (readers, _) in everyone.items()})
    consumers = [
        {"name": name, "kind": kind, "behind_records": behind[kind, name], "buffered_bytes": held}
        for (kind, name), (_, held) in everyone.items()
    ]
    return {"consumers": consumers, "drained": not any(behind.values())}
