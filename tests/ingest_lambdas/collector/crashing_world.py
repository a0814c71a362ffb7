"""Kinesis, Firehose and S3 as a collector meets them, which may die with any of its calls."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from botocore.exceptions import ClientError, ReadTimeoutError

from infra.local.aws.event_source.outcome import Attempt, after_failure, first_failed
from ingest_lambdas.collector.handler import Collector

# What happens at a call: the process dies before it, amid it, after it; or the call fails whole,
# in part, or takes effect without being answered.
Fault = Literal["die_before", "die_amid", "die_after", "throttle", "fail_some", "no_answer"]
FAULTS: tuple[Fault, ...] = (
    "die_before", "die_amid", "die_after", "throttle", "fail_some", "no_answer",
)  # fmt: skip
_THROTTLED = {"Error": {"Code": "ThrottlingException"}, "ResponseMetadata": {}}


class Died(BaseException):
    """The process is gone, as by SIGKILL: nothing of it may run on."""


@dataclass
class World:
    """What outlasts the process: streams, bodies, the checkpoint. `faults` by number of call."""

    faults: dict[int, Fault]
    bodies: dict[str, bytes] = field(default_factory=dict)
    validated: list[bytes] = field(default_factory=list)
    rejected: list[bytes] = field(default_factory=list)
    checkpoint: int = 0
    calls: int = 0

    def put_records(self, StreamName: str, Records: Sequence[Any]) -> dict[str, Any]:
        """Kinesis' call."""
        failed = self._take(self.validated, [record["Data"] for record in Records])
        answers = [{"ErrorCode": "Throttled"} if f else {} for f in failed]
        return {"FailedRecordCount": sum(failed), "Records": answers}

    def put_record_batch(self, DeliveryStreamName: str, Records: Sequence[Any]) -> dict[str, Any]:
        """Firehose's call."""
        failed = self._take(self.rejected, [record["Data"] for record in Records])
        answers = [{"ErrorCode": "Throttled"} if f else {} for f in failed]
        return {"FailedPutCount": sum(failed), "RequestResponses": answers}

    def fetch_body(self, reference: str) -> bytes:
        """S3's call."""
        self.pass_point()
        return self.bodies[reference]

    def pass_point(self) -> None:
        """A point without an effect, at which to die or to fail."""
        self._take([], [b""])

    def _take(self, stored: list[bytes], records: list[bytes]) -> list[bool]:
        fault = self.faults.get(self.calls)
        self.calls += 1
        if fault == "die_before":
            raise Died
        if fault == "throttle":
            raise ClientError(_THROTTLED, "Put")  # type: ignore[arg-type]
        if fault == "die_amid":
            stored += records[: len(records) // 2]
            raise Died
        failed = [fault == "fail_some" and place % 2 == 0 for place in range(len(records))]
        stored += [data for data, lost in zip(records, failed, strict=True) if not lost]
        if fault == "die_after":
            raise Died
        if fault == "no_answer":
            raise ReadTimeoutError(endpoint_url="http://aws")
        return failed


def run_to_the_end(
    world: World,
    records: list[dict[str, Any]],
    size: int,
    bisect: bool,
    start: Callable[[World], Collector],
    context: Any,
) -> int:
    """Lambda's event source over one shard, begun anew at its checkpoint after each death.

    Returns how many processes it took.
    """
    for processes in range(1, 1000):
        try:
            _run_process(world, records, size, bisect, start(world), context)
            return processes
        except Died:
            continue
    raise AssertionError("the shard is blocked")


def _run_process(
    world: World,
    records: list[dict[str, Any]],
    size: int,
    bisect: bool,
    collector: Collector,
    context: Any,
) -> None:
    while world.checkpoint < len(records):
        end = min(world.checkpoint + size, len(records))
        waiting = deque([Attempt(tuple(range(world.checkpoint, end)))])  # type: ignore[arg-type]
        while waiting:
            attempt = waiting.popleft()
            batch = [records[place] for place in attempt.records]  # type: ignore[call-overload]
            failed_at = _invoke(world, collector, batch, context)
            if failed_at is not None:
                waiting.extendleft(reversed(after_failure(attempt, failed_at, bisect)))
            _move(world, waiting[0].records[0] if waiting else end)


def _invoke(
    world: World, collector: Collector, batch: list[dict[str, Any]], context: Any
) -> int | None:
    numbers = [record["kinesis"]["sequenceNumber"] for record in batch]
    try:
        return first_failed(collector.collect({"Records": batch}, context), numbers)
    except Exception:
        return 0


def _move(world: World, position: Any) -> None:
    """Writes the checkpoint; the process may die just before or just after."""
    fault = world.faults.get(world.calls)
    world.calls += 1
    if fault == "die_before":
        raise Died
    world.checkpoint = position
    if fault in ("die_amid", "die_after"):
        raise Died
