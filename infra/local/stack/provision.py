"""What the processes must hold before traffic: buckets, streams, deliveries, table, secret.

Every step may be repeated: what exists stays. Names come from the environment that all share.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.settings import ACCOUNT, REGION, Stack, client_environment
from ingest_lambdas.contract import hot_tier_layout, lake_layout

if TYPE_CHECKING:
    from mypy_boto3_firehose.type_defs import ExtendedS3DestinationConfigurationTypeDef

SHARDS = 2
# A laptop that was off for some days still finds what it had not read.
RETENTION_HOURS = 168
# An archive that gave up would leave the ledger without its left side.
ARCHIVER = {"NumberOfRetries": "100", "BufferSizeInMBs": "1"}
# A laptop wants to see its events; in AWS the buffers are as large as they may be.
BUFFER_SECONDS, BUFFER_MB = 2, 4
ROLE = f"arn:aws:iam::{ACCOUNT}:role/headwater-delivery"
_EXISTS = frozenset(
    {"BucketAlreadyOwnedByYou", "ResourceInUseException", "ResourceExistsException"}
)


def client(stack: Stack, service: str) -> Any:
    """A boto3 client of one of the installation's services, by explicit endpoint."""
    environment = client_environment(stack)
    return boto3.client(  # type: ignore[call-overload]
        service,
        region_name=REGION,
        endpoint_url=environment.get(
            f"AWS_ENDPOINT_URL_{service.upper()}", environment["AWS_ENDPOINT_URL"]
        ),
        aws_access_key_id=stack.access_key,
        aws_secret_access_key=stack.secret_key,
        config=Config(
            connect_timeout=3,
            read_timeout=15,
            retries={"mode": "standard", "total_max_attempts": 5},
            s3={"addressing_style": "path"},
        ),
    )


def provision_lake(stack: Stack) -> None:
    """The two buckets: the lake, and the one that holds personal data."""
    names, s3 = client_environment(stack), client(stack, "s3")
    for bucket in (names["HEADWATER_LAKE_BUCKET"], names["HEADWATER_PERSONAL_BUCKET"]):
        _unless_it_exists(
            s3.create_bucket,
            Bucket=bucket,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )


def provision_streams(stack: Stack) -> None:
    """The Kinesis streams, and the Firehose deliveries that read them or are put to."""
    names = client_environment(stack)
    kinesis = client(stack, "kinesis")
    for stream in (names["HEADWATER_RAW_STREAM"], names["HEADWATER_VALIDATED_STREAM"]):
        _unless_it_exists(kinesis.create_stream, StreamName=stream, ShardCount=SHARDS)
        kinesis.increase_stream_retention_period(
            StreamName=stream, RetentionPeriodHours=RETENTION_HOURS
        )
    _provision_deliveries(stack, names)


def provision_hot_tier(stack: Stack) -> None:
    """The DynamoDB table and the pseudonym key's secret; both are lost with their process."""
    names = client_environment(stack)
    dynamodb, secrets = client(stack, "dynamodb"), client(stack, "secretsmanager")
    keys = (hot_tier_layout.PARTITION_KEY, hot_tier_layout.SORT_KEY)
    _unless_it_exists(
        dynamodb.create_table,
        TableName=names["HEADWATER_HOT_TIER_TABLE"],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for key, kind in zip(keys, ("HASH", "RANGE"), strict=True)
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    _unless_it_exists(
        secrets.create_secret,
        Name=names["HEADWATER_PSEUDONYM_SECRET"],
        SecretString=stack.pseudonym_key,
    )


def _provision_deliveries(stack: Stack, names: Mapping[str, str]) -> None:
    firehose = client(stack, "firehose")
    lake, personal = names["HEADWATER_LAKE_BUCKET"], names["HEADWATER_PERSONAL_BUCKET"]
    deliveries = (
        ("received", "received", personal, names["HEADWATER_RAW_STREAM"]),
        ("events", "events", lake, names["HEADWATER_VALIDATED_STREAM"]),
        (names["HEADWATER_REJECTED_DELIVERY"], "rejected", personal, None),
    )
    for name, kind, bucket, stream in deliveries:
        arguments: dict[str, Any] = {
            "DeliveryStreamName": name,
            "DeliveryStreamType": "KinesisStreamAsSource" if stream else "DirectPut",
            "ExtendedS3DestinationConfiguration": _destination(name, kind, bucket),
        }
        if stream:
            arguments["KinesisStreamSourceConfiguration"] = {
                "KinesisStreamARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{stream}",
                "RoleARN": ROLE,
            }
        _unless_it_exists(firehose.create_delivery_stream, **arguments)


def _destination(name: str, kind: str, bucket: str) -> "ExtendedS3DestinationConfigurationTypeDef":
    destination: ExtendedS3DestinationConfigurationTypeDef = {
        "RoleARN": ROLE,
        "BucketARN": f"arn:aws:s3:::{bucket}",
        "Prefix": lake_layout.firehose_prefix(kind),  # type: ignore[arg-type]
        "ErrorOutputPrefix": f"{lake_layout.ERROR_PREFIX}{kind}/",
        "BufferingHints": {"IntervalInSeconds": BUFFER_SECONDS, "SizeInMBs": BUFFER_MB},
        "CompressionFormat": "GZIP",
    }
    if kind == "received":
        destination["ProcessingConfiguration"] = _archiver()
    return destination


def _archiver() -> Any:
    """Firehose does not deliver sequence numbers by itself: the archiver writes them in."""
    function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:archiver"
    parameters = [
        {"ParameterName": name, "ParameterValue": value}
        for name, value in ({"LambdaArn": function} | ARCHIVER).items()
    ]
    return {"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": parameters}]}


def _unless_it_exists(create: Callable[..., object], **arguments: Any) -> None:
    try:
        create(**arguments)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] not in _EXISTS:
            raise
