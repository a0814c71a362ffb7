"""Structured logs by Powertools, and counters as CloudWatch's embedded metric format (EMF)."""

import time
from collections.abc import Mapping

import orjson
from aws_lambda_powertools import Logger

NAMESPACE = "Headwater"
logger = Logger(service="headwater")


def count(service: str, counts: Mapping[str, int]) -> None:
    """Emits counters that are not zero, as one EMF line with the service as its dimension.

    Written here because Powertools' own metrics take longer than the rest of a small request.
    """
    present = {name: value for name, value in counts.items() if value}
    if not present:
        return
    directive = {
        "Namespace": NAMESPACE,
        "Dimensions": [["service"]],
        "Metrics": [{"Name": name, "Unit": "Count"} for name in present],
    }
    emf = {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [directive]}
    print(orjson.dumps({"_aws": emf, "service": service, **present}).decode())
