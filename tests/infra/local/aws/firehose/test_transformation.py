"""Records through the transformation function, and where what fails goes."""

import base64
import json
from collections.abc import Callable
from typing import Any

from infra.local.aws.kinesis.service import Kinesis


def test_a_kinesis_source_passes_the_function_with_its_metadata(
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    processing: dict[str, Any],
    kinesis: Kinesis,
    transform: dict[str, Any],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    kinesis.catalog.create("clicks", 1, "PROVISIONED")
    create(deliveries_api, source="clicks", ProcessingConfiguration=processing)

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
    firehose: Any,
    deliveries_api: Any,
    create: Callable[..., None],
    processing: dict[str, Any],
    transform: dict[str, Any],
    objects: Callable[..., dict[str, bytes]],
    eventually: Callable[..., Any],
) -> None:
    def of(record: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("broken")

    transform["of"] = of
    create(deliveries_api, ProcessingConfiguration=processing)
    deliveries_api.put_record(DeliveryStreamName="d", Record={"Data": b"a"})
    eventually(firehose.drained)
    (body,) = objects("errors/").values()
    described = json.loads(body)
    assert (described["attemptsMade"], described["errorCode"]) == (2, "Lambda.FunctionError")
    assert len(transform["events"]) == 2
    assert objects("events/") == {}
