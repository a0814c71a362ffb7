"""The configuration of a Kinesis event source mapping, in AWS's own parameter names."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

StartingPosition = Literal["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]
REPORT_FAILURES = "ReportBatchItemFailures"


@dataclass(frozen=True)
class EventSourceMapping:
    """One mapping; see AWS's CreateEventSourceMapping for each field.

    windows and ages in seconds; −1 means without end, as in AWS, and is the default there.
    """

    stream_arn: str
    function: str
    starting_position: StartingPosition
    starting_timestamp: float
    batch_size: int
    batching_window: float
    parallelization: int
    bisect: bool
    most_retries: int
    most_age: int
    reports_failures: bool
    failure_destination: str | None

    @property
    def uuid(self) -> str:
        """The same for the same stream and function, so that a restart resumes."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.stream_arn} {self.function}"))


# Each number's default, least and most.
_RANGES: dict[str, tuple[float, float, float]] = {
    "StartingPositionTimestamp": (0, 0, float("inf")),
    "BatchSize": (100, 1, 10_000),
    "MaximumBatchingWindowInSeconds": (0, 0, 300),
    "ParallelizationFactor": (1, 1, 10),
    "MaximumRetryAttempts": (-1, -1, 10_000),
    "MaximumRecordAgeInSeconds": (-1, -1, 604_800),
}
_OTHERS = {
    "EventSourceArn",
    "FunctionName",
    "StartingPosition",
    "BisectBatchOnFunctionError",
    "FunctionResponseTypes",
    "DestinationConfig",
}


def mapping_from(parameters: Mapping[str, Any]) -> EventSourceMapping:
    """A mapping from AWS's parameters; ValueError names what is unknown or out of range."""
    if unknown := parameters.keys() - _OTHERS - _RANGES.keys():
        raise ValueError(f"unknown parameters of an event source mapping: {sorted(unknown)}")
    numbers = {name: _within_range(name, parameters) for name in _RANGES}
    position = parameters["StartingPosition"]
    if position not in get_args(StartingPosition):
        raise ValueError(f"StartingPosition is one of {get_args(StartingPosition)}")
    return EventSourceMapping(
        stream_arn=parameters["EventSourceArn"],
        function=parameters["FunctionName"],
        starting_position=position,
        starting_timestamp=numbers["StartingPositionTimestamp"],
        batch_size=int(numbers["BatchSize"]),
        batching_window=numbers["MaximumBatchingWindowInSeconds"],
        parallelization=int(numbers["ParallelizationFactor"]),
        bisect=bool(parameters.get("BisectBatchOnFunctionError", False)),
        most_retries=int(numbers["MaximumRetryAttempts"]),
        most_age=int(numbers["MaximumRecordAgeInSeconds"]),
        reports_failures=REPORT_FAILURES in parameters.get("FunctionResponseTypes", ()),
        failure_destination=_destination(parameters.get("DestinationConfig", {})),
    )


def _within_range(name: str, parameters: Mapping[str, Any]) -> float:
    default, least, most = _RANGES[name]
    value = float(parameters.get(name, default))
    if not least <= value <= most:
        raise ValueError(f"{name} is within {least} and {most}")
    return value


def _destination(config: Mapping[str, Any]) -> str | None:
    arn: str | None = config.get("OnFailure", {}).get("Destination")
    if arn is not None and not arn.startswith("arn:aws:s3:::"):
        raise ValueError("the on-failure destination is an S3 bucket's ARN")
    return arn
