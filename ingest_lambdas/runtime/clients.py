"""AWS clients: every call has a timeout; the stream writers retry themselves, so those do not.

botocore's, which are what boto3 hands out: importing boto3 as well brings its transfer manager
with it, and more than doubles what a container needs to start.
"""

from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config

from ingest_lambdas.runtime.kinesis_puts import KinesisPuts
from ingest_lambdas.runtime.once import Once

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
_WATCHER = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"total_max_attempts": 2, "mode": "standard"},
    max_pool_connections=32,
)
# Shared: each would read endpoints and credentials anew.
_session = Once(botocore.session.get_session)


def kinesis() -> "KinesisClient":
    """For KinesisWriter, which sends again only what failed."""
    client: KinesisClient = _client("kinesis", _WRITER)
    return client


def kinesis_puts() -> KinesisPuts:
    """For a KinesisWriter that is called with every request: PutRecords alone, at a tenth."""
    session = _session()
    certificates = session.get_config_variable("ca_bundle")
    return KinesisPuts(kinesis(), session.get_credentials(), certificates)


def firehose() -> "FirehoseClient":
    """For FirehoseWriter, which sends again only what failed."""
    client: FirehoseClient = _client("firehose", _WRITER)
    return client


def s3() -> "S3Client":
    """For whole objects; botocore retries."""
    client: S3Client = _client("s3", _READER)
    return client


def s3_watcher() -> "S3Client":
    """For what is read again and again beside the work, which must not wait long for it."""
    client: S3Client = _client("s3", _WATCHER)
    return client


def secrets_manager() -> "SecretsManagerClient":
    """For secrets; botocore retries."""
    client: SecretsManagerClient = _client("secretsmanager", _READER)
    return client


def dynamodb() -> "DynamoDBClient":
    """For reading the hot tier; botocore retries."""
    client: DynamoDBClient = _client("dynamodb", _READER)
    return client


def _client(service: str, config: Config) -> Any:
    return _session().create_client(service, config=config)
