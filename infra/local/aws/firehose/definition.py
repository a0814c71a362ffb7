"""What a delivery stream is: read from a CreateDeliveryStream request, refusing the unsupported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.aws.account import resource_name
from infra.local.aws.firehose.prefix import ERROR_TYPE, Prefix
from infra.local.aws.http.errors import ServiceError

MIB = 1024 * 1024
DIRECT_PUT = "DirectPut"
KINESIS = "KinesisStreamAsSource"
_SUPPORTED = {
    "RoleARN",
    "BucketARN",
    "Prefix",
    "ErrorOutputPrefix",
    "BufferingHints",
    "CompressionFormat",
    "EncryptionConfiguration",
    "CloudWatchLoggingOptions",
    "ProcessingConfiguration",
    "S3BackupMode",
}


@dataclass(frozen=True)
class Transformation:
    """The Lambda that records pass on their way."""

    function_arn: str
    retries: int
    batch_bytes: int

    @property
    def function_name(self) -> str:
        """The function's name alone."""
        return resource_name(self.function_arn)


@dataclass(frozen=True)
class Definition:
    """One delivery stream's configuration."""

    name: str
    kind: str
    source_arn: str | None
    bucket: str
    prefix: Prefix
    error_prefix: Prefix
    buffer_bytes: int
    buffer_seconds: float
    gzip: bool
    transformation: Transformation | None


def definition_from(request: Mapping[str, Any]) -> Definition:
    """The definition that a request asks for; InvalidArgumentException when that cannot be."""
    try:
        return _parse(request)
    except (KeyError, TypeError, ValueError) as failure:
        reason = f"{type(failure).__name__}: {failure}"
        raise ServiceError("InvalidArgumentException", reason) from failure


def _parse(request: Mapping[str, Any]) -> Definition:
    kind = request.get("DeliveryStreamType", DIRECT_PUT)
    if kind not in (DIRECT_PUT, KINESIS):
        raise ValueError(f"DeliveryStreamType {kind} is not supported")
    s3 = request["ExtendedS3DestinationConfiguration"]
    if unsupported := s3.keys() - _SUPPORTED:
        raise ValueError(f"not supported: {sorted(unsupported)}")
    hints = s3.get("BufferingHints", {})
    prefix = Prefix(s3.get("Prefix", ""))
    return Definition(
        name=request["DeliveryStreamName"],
        kind=kind,
        source_arn=_source(kind, request),
        bucket=resource_name(s3["BucketARN"]),
        prefix=prefix,
        error_prefix=_error_prefix(s3, prefix),
        buffer_bytes=int(_within(hints.get("SizeInMBs", 5), 1, 128) * MIB),
        buffer_seconds=_within(hints.get("IntervalInSeconds", 300), 0, 900),
        gzip=_is_gzip(s3.get("CompressionFormat", "UNCOMPRESSED")),
        transformation=_transformation(s3.get("ProcessingConfiguration", {})),
    )


def _source(kind: str, request: Mapping[str, Any]) -> str | None:
    if kind == DIRECT_PUT:
        return None
    return str(request["KinesisStreamSourceConfiguration"]["KinesisStreamARN"])


def _error_prefix(s3: Mapping[str, Any], prefix: Prefix) -> Prefix:
    """AWS's rules: required beside an expression, and naming the error type if it has any."""
    if ERROR_TYPE in prefix.expressions:
        raise ValueError(f"Prefix does not take !{{firehose:{ERROR_TYPE}}}")
    if "ErrorOutputPrefix" not in s3:
        if prefix.expressions:
            raise ValueError("ErrorOutputPrefix is required when Prefix contains expressions")
        return Prefix(prefix.text + f"!{{firehose:{ERROR_TYPE}}}/")
    error_prefix = Prefix(s3["ErrorOutputPrefix"])
    if error_prefix.expressions and ERROR_TYPE not in error_prefix.expressions:
        raise ValueError(f"ErrorOutputPrefix must contain !{{firehose:{ERROR_TYPE}}}")
    return error_prefix


def _transformation(configuration: Mapping[str, Any]) -> Transformation | None:
    if not configuration.get("Enabled"):
        return None
    (processor,) = configuration["Processors"]
    if processor["Type"] != "Lambda":
        raise ValueError(f"a processor of type {processor['Type']} is not supported")
    values = {p["ParameterName"]: p["ParameterValue"] for p in processor["Parameters"]}
    return Transformation(
        function_arn=values["LambdaArn"],
        retries=int(_within(float(values.get("NumberOfRetries", 3)), 0, 300)),
        batch_bytes=int(_within(float(values.get("BufferSizeInMBs", 1)), 0.2, 3) * MIB),
    )


def _is_gzip(compression: str) -> bool:
    if compression not in ("GZIP", "UNCOMPRESSED"):
        raise ValueError(f"CompressionFormat {compression} is not supported")
    return compression == "GZIP"


def _within(value: float, least: float, most: float) -> float:
    if not least <= value <= most:
        raise ValueError(f"{value} is not within {least} and {most}")
    return float(value)
