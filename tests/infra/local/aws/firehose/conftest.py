"""Firehose over HTTP, an S3 behind it, and a transformation function."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local.aws.account import Account
from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.database import Database
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.firehose.delivery import Surroundings
from infra.local.aws.firehose.service import TARGET_PREFIX, Firehose
from infra.local.aws.functions.function import Function, FunctionSettings
from infra.local.aws.http.json_services import JsonServices
from infra.local.aws.kinesis.service import Kinesis
from infra.local.aws.lag import lag_report
from infra.local.aws.object_store import ObjectStore
from infra.local.aws.record_log import RecordLogs


class Deliveries:
    """The service, its API and its transformation function."""

    def __init__(self, around: Surroundings, switchboard: Switchboard) -> None:
        self.around, self.switchboard = around, switchboard
        self.service = Firehose(around, switchboard)
        self.service.start()

    def restart(self) -> None:
        self.service.stop(5)
        self.service = Firehose(self.around, self.switchboard)
        self.service.start()

    def drained(self) -> bool:
        report = lag_report(self.around.checkpoints, [], self.service.deliveries())
        return bool(report["drained"])


@pytest.fixture
def transform() -> dict[str, Any]:
    """What the function under test answers for a record, set by each test."""
    return {"of": lambda record: {"result": "Ok", "data": record["data"]}, "events": []}


@pytest.fixture
def firehose(
    database: Database,
    logs: RecordLogs,
    checkpoints: Checkpoints,
    kinesis: Kinesis,
    account: Account,
    switchboard: Switchboard,
    s3: Any,
    s3_server: int,
    transform: dict[str, Any],
) -> Iterator[Deliveries]:
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        transform["events"].append(event)
        answers = [{"recordId": r["recordId"]} | transform["of"](r) for r in event["records"]]
        return {"records": answers}

    function = Function(FunctionSettings("transform", "arn:f", "none:none", timeout=5))
    function._handler = handler
    store = ObjectStore(f"http://127.0.0.1:{s3_server}", account)
    functions = {"transform": function}
    around = Surroundings(account, database, logs, checkpoints, kinesis.catalog, functions, store)
    made = Deliveries(around, switchboard)
    yield made
    made.service.stop(5)


@pytest.fixture
def deliveries_api(
    firehose: Deliveries,
    switchboard: Switchboard,
    serve: Callable[..., int],
    client: Callable[..., Any],
) -> Any:
    operations = {TARGET_PREFIX: firehose.service.operations()}
    return client("firehose", serve(JsonServices("HWTESTKEY", operations, switchboard)))


def destination(**changes: Any) -> dict[str, Any]:
    return {
        "RoleARN": "arn:aws:iam::000000000000:role/r",
        "BucketARN": "arn:aws:s3:::bucket",
        "Prefix": "events/load_hour=!{timestamp:yyyy-MM-dd-HH}/",
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "BufferingHints": {"IntervalInSeconds": 0, "SizeInMBs": 1},
        "CompressionFormat": "GZIP",
    } | changes


PROCESSING = {
    "Enabled": True,
    "Processors": [
        {
            "Type": "Lambda",
            "Parameters": [
                {
                    "ParameterName": "LambdaArn",
                    "ParameterValue": "arn:aws:lambda:eu-west-1:000000000000:function:transform",
                },
                {"ParameterName": "NumberOfRetries", "ParameterValue": "1"},
            ],
        }
    ],
}


def create_delivery_stream(api: Any, source: str = "", **changes: Any) -> None:
    arguments: dict[str, Any] = {"DeliveryStreamType": "DirectPut"}
    if source:
        arn = f"arn:aws:kinesis:eu-west-1:000000000000:stream/{source}"
        configuration = {"KinesisStreamARN": arn, "RoleARN": "arn:aws:iam::000000000000:role/r"}
        arguments = {
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": configuration,
        }
    api.create_delivery_stream(
        DeliveryStreamName="d",
        ExtendedS3DestinationConfiguration=destination(**changes),
        **arguments,
    )


@pytest.fixture
def create() -> Callable[..., None]:
    return create_delivery_stream


@pytest.fixture
def processing() -> dict[str, Any]:
    return PROCESSING
