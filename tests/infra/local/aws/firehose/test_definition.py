from typing import Any

import pytest

from infra.local.aws.firehose.definition import definition_from
from infra.local.aws.http.errors import ServiceError


def request(**s3: Any) -> dict[str, Any]:
    destination = {"BucketARN": "arn:aws:s3:::lake", "RoleARN": "arn:role"} | s3
    return {"DeliveryStreamName": "d", "ExtendedS3DestinationConfiguration": destination}


def test_defaults_are_those_of_aws() -> None:
    made = definition_from(request())
    assert (made.bucket, made.buffer_bytes, made.buffer_seconds) == ("lake", 5 * 1024**2, 300)
    assert (made.gzip, made.transformation, made.kind) == (False, None, "DirectPut")


@pytest.mark.parametrize(
    "s3",
    [
        {"Prefix": "!{timestamp:yyyy}/"},
        {"Prefix": "!{firehose:error-output-type}/", "ErrorOutputPrefix": "e/"},
        {"Prefix": "a/", "ErrorOutputPrefix": "!{timestamp:yyyy}/"},
        {"CompressionFormat": "Snappy"},
        {"DynamicPartitioningConfiguration": {"Enabled": True}},
        {"BufferingHints": {"SizeInMBs": 129}},
        {"BufferingHints": {"IntervalInSeconds": 901}},
        {"ProcessingConfiguration": {"Enabled": True, "Processors": [{"Type": "Decompression"}]}},
    ],
)
def test_what_aws_refuses_or_is_not_built_is_refused(s3: dict[str, Any]) -> None:
    with pytest.raises(ServiceError, match="InvalidArgumentException"):
        definition_from(request(**s3))
