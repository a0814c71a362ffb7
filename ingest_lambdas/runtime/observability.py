"""Structured logs by Powertools, and metrics as CloudWatch's embedded metric format (EMF)."""

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
    if present:
        emit(service, present, {})


def emit(service: str, counts: Mapping[str, int], milliseconds: Mapping[str, float]) -> None:
    """Emits counters and durations, zeros as well, as one EMF line."""
    metrics = [{"Name": name, "Unit": "Count"} for name in counts]
    metrics += [{"Name": name, "Unit": "Milliseconds"} for name in milliseconds]
    directive = {"Namespace": NAMESPACE, "Dimensions": [["service"]], "Metrics": metrics}
    emf = {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [directive]}
    line = {"_aws": emf, "service": service, **counts, **milliseconds}
    print(orjson.dumps(line).decode())
