"""Firehose over HTTP, into an S3."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

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

HOUR = 3_600_000_000_000


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


def create(api: Any, source: str = "", **changes: Any) -> None:
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


def put(api: Any, *lines: bytes) -> None:
    answer = api.put_record_batch(DeliveryStreamName="d", Records=[{"Data": x} for x in lines])
    assert answer["FailedPutCount"] == 0


def test_direct_puts_land_whole_and_in_order_under_their_hour(
    firehose: Deliveries,
    deliveries_api: Any,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 1, "SizeInMBs": 1})
    lines = [f'{{"n":{i}}}\n'.encode() for i in range(600)]
    put(deliveries_api, *lines[:300])
    put(deliveries_api, *lines[300:])
    eventually(firehose.drained)
    found = objects("events/")
    assert b"".join(found[key] for key in sorted(found)) == b"".join(lines)
    for key in found:
        folder, name = key.rsplit("/", 1)
        assert folder.startswith("events/load_hour=20")
        assert name.startswith("d-1-20")
        assert name.endswith(".gz")
    with firehose.around.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (0,)


def test_a_full_buffer_is_delivered_before_its_time(
    firehose: Deliveries,
    deliveries_api: Any,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 900, "SizeInMBs": 1})
    for _ in range(3):
        put(deliveries_api, b"x" * 600_000)
    eventually(lambda: objects("events/"))
    assert not firehose.drained()
    assert all(len(body) <= 1_200_000 for body in objects("events/").values())


def test_no_file_spans_two_hours(
    firehose: Deliveries,
    deliveries_api: Any,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 2, "SizeInMBs": 1})
    (delivery,) = firehose.service.deliveries()
    queue = delivery.stream.queue
    for hour in (500_000, 500_000, 500_001):
        with monkeypatch.context() as clock:
            clock.setattr("time.time_ns", lambda hour=hour: hour * HOUR)
            firehose.around.logs.append({queue: [("", str(hour).encode())]})
    eventually(firehose.drained)
    assert {key.split("/")[1]: body for key, body in objects("events/").items()} == {
        "load_hour=2027-01-15-08": b"500000500000",
        "load_hour=2027-01-15-09": b"500001",
    }


def test_a_kinesis_source_passes_the_function_with_its_metadata(
    firehose: Deliveries,
    deliveries_api: Any,
    kinesis: Kinesis,
    transform: dict[str, Any],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    kinesis.catalog.create("clicks", 1, "PROVISIONED")
    create(deliveries_api, source="clicks", ProcessingConfiguration=PROCESSING)

    def of(record: dict[str, Any]) -> dict[str, Any]:
        text = base64.b64decode(record["data"])
        if text == b"drop":
            return {"result": "Dropped"}
        if text == b"fail":
            return {"result": "ProcessingFailed", "data": record["data"]}
        if text == b"lose":
            return {"recordId": "another"}
        metadata = record["kinesisRecordMetadata"]
        line = f"{metadata['shardId']} {metadata['sequenceNumber']} {text.decode()}\n"
        return {"result": "Ok", "data": base64.b64encode(line.encode()).decode()}

    transform["of"] = of
    writer = kinesis.operations()["PutRecords"]
    texts = [b"one", b"drop", b"fail", b"lose", b"two"]
    records = [{"Data": base64.b64encode(t).decode(), "PartitionKey": "k"} for t in texts]
    put_answers = writer({"StreamName": "clicks", "Records": records})["Records"]
    eventually(firehose.drained)
    numbers = [answer["SequenceNumber"] for answer in put_answers]
    lines = b"".join(objects("events/").values()).decode().splitlines()
    assert lines == [
        f"shardId-000000000000 {numbers[0]} one",
        f"shardId-000000000000 {numbers[4]} two",
    ]
    failed = b"".join(objects("errors/processing-failed/").values()).splitlines()
    described = {base64.b64decode(e["rawData"]): e["errorCode"] for e in map(json.loads, failed)}
    assert described == {
        b"fail": "Lambda.ProcessingFailedStatus",
        b"lose": "Lambda.MissingRecordId",
    }
    assert transform["events"][0]["sourceKinesisStreamArn"].endswith("stream/clicks")


def test_a_failing_function_is_retried_then_its_records_go_to_the_error_prefix(
    firehose: Deliveries,
    deliveries_api: Any,
    transform: dict[str, Any],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    def of(record: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("broken")

    transform["of"] = of
    create(deliveries_api, ProcessingConfiguration=PROCESSING)
    put(deliveries_api, b"a")
    eventually(firehose.drained)
    (body,) = objects("errors/").values()
    described = json.loads(body)
    assert (described["attemptsMade"], described["errorCode"]) == (2, "Lambda.FunctionError")
    assert len(transform["events"]) == 2
    assert objects("events/") == {}


def test_an_s3_that_fails_delays_its_stream_and_loses_nothing(
    firehose: Deliveries,
    deliveries_api: Any,
    s3: Any,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api, BucketARN="arn:aws:s3:::later")
    put(deliveries_api, b"a")
    put(deliveries_api, b"b")
    eventually(lambda: firehose.service.deliveries()[0].buffered_bytes)
    assert not firehose.drained()
    firehose.restart()
    s3.create_bucket(Bucket="later", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    eventually(firehose.drained)
    assert b"".join(objects(bucket="later").values()) in (b"ab", b"ba")


def test_creating_again_is_refused_and_unknown_sources_too(
    firehose: Deliveries, deliveries_api: Any
) -> None:
    create(deliveries_api)
    with pytest.raises(ClientError, match="ResourceInUseException"):
        create(deliveries_api)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        create(deliveries_api, source="unknown")
    assert deliveries_api.list_delivery_streams()["DeliveryStreamNames"] == ["d"]
    described = deliveries_api.describe_delivery_stream(DeliveryStreamName="d")
    assert described["DeliveryStreamDescription"]["DeliveryStreamStatus"] == "ACTIVE"
    deliveries_api.delete_delivery_stream(DeliveryStreamName="d")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        deliveries_api.describe_delivery_stream(DeliveryStreamName="d")


def test_a_partial_failure_stores_exactly_the_rest(
    firehose: Deliveries,
    deliveries_api: Any,
    switchboard: Switchboard,
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    create(deliveries_api)
    switchboard.switch_on({"kind": "partial", "operation": "PutRecordBatch", "fraction": 0.5})
    records = [{"Data": bytes([65 + i])} for i in range(6)]
    answer = deliveries_api.put_record_batch(DeliveryStreamName="d", Records=records)
    kept = [
        record["Data"]
        for record, outcome in zip(records, answer["RequestResponses"], strict=True)
        if "RecordId" in outcome
    ]
    assert (answer["FailedPutCount"], len(kept)) == (3, 3)
    eventually(firehose.drained)
    assert b"".join(objects("events/").values()) == b"".join(kept)


def test_what_is_acknowledged_but_undelivered_is_behind(
    firehose: Deliveries, deliveries_api: Any, eventually: Callable[..., Any]
) -> None:
    create(deliveries_api, BufferingHints={"IntervalInSeconds": 900, "SizeInMBs": 1})
    put(deliveries_api, b"12345", b"678")
    eventually(lambda: firehose.service.deliveries()[0].buffered_bytes == 8)
    report = lag_report(firehose.around.checkpoints, [], firehose.service.deliveries())
    assert report == {
        "consumers": [{"name": "d", "kind": "firehose", "behind_records": 2, "buffered_bytes": 8}],
        "drained": False,
    }
