"""Firehose put together: its operations by name, and the deliveries at work."""

import threading
from typing import Any

from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.firehose.catalog import DeliveryStream, DeliveryStreamCatalog
from infra.local.aws.firehose.definition import KINESIS, definition_from
from infra.local.aws.firehose.delivery import Delivery, Surroundings
from infra.local.aws.firehose.direct_put import DirectPut
from infra.local.aws.firehose.objects import VERSION
from infra.local.aws.firehose.source import partitions_of
from infra.local.aws.http.errors import ServiceError
from infra.local.aws.http.json_services import Operation

TARGET_PREFIX = "Firehose_20150804"


class Firehose:
    """The service; every delivery stream that is on disk resumes when it starts."""

    def __init__(self, around: Surroundings, switchboard: Switchboard) -> None:
        self._around = around
        self._catalog = DeliveryStreamCatalog(around.database, around.account)
        self._direct = DirectPut(self._catalog, around.logs, switchboard)
        self._lock = threading.Lock()
        self._deliveries: dict[str, Delivery] = {}

    def start(self) -> None:
        """Resume every delivery."""
        with self._lock:
            for stream in self._catalog.all():
                self._start_delivery(stream)

    def stop(self, timeout: float) -> None:
        """Stop every delivery, each within `timeout` seconds."""
        for delivery in self.deliveries():
            delivery.stop(timeout)

    def deliveries(self) -> list[Delivery]:
        """The deliveries at work."""
        with self._lock:
            return list(self._deliveries.values())

    def operations(self) -> dict[str, Operation]:
        """Operation name → function of the request's body."""
        return {
            "CreateDeliveryStream": self._create,
            "DescribeDeliveryStream": self._describe,
            "ListDeliveryStreams": self._list,
            "DeleteDeliveryStream": self._delete,
            "PutRecord": self._direct.put_record,
            "PutRecordBatch": self._direct.put_record_batch,
        }

    def _create(self, request: dict[str, Any]) -> dict[str, Any]:
        self._check_references(request)
        with self._lock:
            stream = self._catalog.create(request)
            latest = {
                partition.log: self._around.logs.extent(partition.log).next - 1
                for partition in partitions_of(stream, self._around.kinesis)
            }
            self._around.checkpoints.put(stream.consumer, latest)
            self._start_delivery(stream)
        return {"DeliveryStreamARN": stream.arn}

    def _check_references(self, request: dict[str, Any]) -> None:
        """Refuse a source stream or function that does not exist."""
        definition = definition_from(request)
        if definition.source_arn:
            self._around.kinesis.require({"StreamARN": definition.source_arn})
        transformation = definition.transformation
        if transformation and transformation.function_name not in self._around.functions:
            message = f"Function {transformation.function_name} not found."
            raise ServiceError("InvalidArgumentException", message)

    def _start_delivery(self, stream: DeliveryStream) -> None:
        if stream.definition.name in self._deliveries:
            return
        delivery = Delivery(stream, self._around)
        self._deliveries[stream.definition.name] = delivery
        delivery.start()

    def _delete(self, request: dict[str, Any]) -> dict[str, Any]:
        stream = self._catalog.require(request.get("DeliveryStreamName"))
        with self._lock:
            self._deliveries.pop(stream.definition.name).stop(timeout=10)
            self._catalog.delete(stream)
            self._around.checkpoints.forget(stream.consumer)
        return {}

    def _list(self, request: dict[str, Any]) -> dict[str, Any]:
        after = request.get("ExclusiveStartDeliveryStreamName", "")
        limit = int(request.get("Limit", 10))
        names = [name for name in self._catalog.names() if name > after]
        return {"DeliveryStreamNames": names[:limit], "HasMoreDeliveryStreams": len(names) > limit}

    def _describe(self, request: dict[str, Any]) -> dict[str, Any]:
        stream = self._catalog.require(request.get("DeliveryStreamName"))
        s3 = stream.request["ExtendedS3DestinationConfiguration"]
        description = {
            "DeliveryStreamName": stream.definition.name,
            "DeliveryStreamARN": stream.arn,
            "DeliveryStreamStatus": "ACTIVE",
            "DeliveryStreamType": stream.definition.kind,
            "VersionId": str(VERSION),
            "CreateTimestamp": stream.created,
            "Destinations": [
                {"DestinationId": "destinationId-1", "ExtendedS3DestinationDescription": s3}
            ],
            "HasMoreDestinations": False,
        }
        if stream.definition.kind == KINESIS:
            source = stream.request["KinesisStreamSourceConfiguration"]
            described = source | {"DeliveryStartTimestamp": stream.created}
            description["Source"] = {"KinesisStreamSourceDescription": described}
        return {"DeliveryStreamDescription": description}
