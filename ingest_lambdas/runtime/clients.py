"""AWS clients: every call has a timeout; the stream writers retry themselves, so those do not."""

from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
from botocore.config import Config

from ingest_lambdas.runtime.kinesis_puts import KinesisPuts

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_firehose import FirehoseClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient

_WRITER = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"total_max_attempts": 1},
    max_pool_connections=32,
)
_READER = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"total_max_attempts": 3, "mode": "standard"},
    max_pool_connections=32,
)


def kinesis() -> "KinesisClient":
    """For KinesisWriter, which sends again only what failed."""
    return boto3.client("kinesis", config=_WRITER)


def kinesis_puts() -> KinesisPuts:
    """For a KinesisWriter that is called with every request: PutRecords alone, at a tenth."""
    session = botocore.session.get_session()
    client: Any = session.create_client("kinesis", config=_WRITER)
    certificates = session.get_config_variable("ca_bundle")
    return KinesisPuts(client, session.get_credentials(), certificates)


def firehose() -> "FirehoseClient":
    """For FirehoseWriter, which sends again only what failed."""
    return boto3.client("firehose", config=_WRITER)


def s3() -> "S3Client":
    """For whole objects; botocore retries."""
    return boto3.client("s3", config=_READER)


def secrets_manager() -> "SecretsManagerClient":
    """For secrets; botocore retries."""
    return boto3.client("secretsmanager", config=_READER)


def dynamodb() -> "DynamoDBClient":
    """For reading the hot tier; botocore retries."""
    return boto3.client("dynamodb", config=_READER)
