"""Structured logs and EMF counters, by Powertools."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

NAMESPACE = "Headwater"
logger = Logger(service="headwater")


def count(service: str, counts: Mapping[str, int]) -> None:
    """Emits counters that are not zero, as one EMF line with the service as its dimension.

    Each call has its own metric set, because handlers may run in threads on the laptop.
    """
    present = {name: value for name, value in counts.items() if value}
    if not present:
        return
    metrics = EphemeralMetrics(namespace=NAMESPACE, service=service)
    for name, value in present.items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics.flush_metrics()
