"""One lane of a shard: batches to the function strictly one after the other, and what follows.

A shard has ParallelizationFactor lanes; a partition key always falls in the same one, so its
records keep their order. Each lane has a checkpoint of its own.
"""

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass

from infra.local.aws.account import Account
from infra.local.aws.backoff import delays, paused
from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.event_source.event import kinesis_event
from infra.local.aws.event_source.gathering import Batch, Gatherer
from infra.local.aws.event_source.mapping import EventSourceMapping
from infra.local.aws.event_source.on_failure import Condition, Discard, FailureDestination
from infra.local.aws.event_source.outcome import Attempt, after_failure, first_failed
from infra.local.aws.functions.function import Function, FunctionError
from infra.local.aws.kinesis.shards import Shard
from infra.local.aws.record_log import Record

FIRST_DELAY = 0.1
LONGEST_DELAY = 10.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """What all lanes of a mapping share."""

    mapping: EventSourceMapping
    function: Function
    account: Account
    checkpoints: Checkpoints
    destination: FailureDestination | None


class Lane:
    """Hands one lane's records over, in order."""

    def __init__(
        self,
        name: str,
        shard: Shard,
        gatherer: Gatherer,
        delivery: Delivery,
        stop: threading.Event,
    ) -> None:
        self.name = name
        self._shard = shard
        self._gatherer = gatherer
        self._delivery = delivery
        self._stop = stop

    def run(self) -> None:
        """Until stopped; what fails unexpectedly is tried again from the checkpoint."""
        waits = delays(FIRST_DELAY, LONGEST_DELAY)
        while not self._stop.is_set():
            try:
                self._run_from_checkpoint()
            except KeyError:
                return  # the stream was deleted
            except Exception:
                logger.exception("%s begins again at its checkpoint", self.name)
                paused(self._stop, next(waits))

    def _run_from_checkpoint(self) -> None:
        passed = self._delivery.checkpoints.get(self.name, self._shard.log) or 0
        while not self._stop.is_set():
            batch = self._gatherer.gather(passed, self._stop)
            if self._stop.is_set():
                return
            if batch.records and not self._hand_over(batch):
                return
            if batch.passed > passed:
                passed = batch.passed
                self._checkpoint(passed)

    def _hand_over(self, batch: Batch) -> bool:
        """Invoke until every record has been taken or given up; False when stopped before."""
        waiting = deque([Attempt(tuple(batch.records))])
        waits = delays(FIRST_DELAY, LONGEST_DELAY)
        while waiting:
            following = self._try(waiting.popleft())
            if following is None:
                return False
            waiting.extendleft(reversed(following))
            if not following:
                waits = delays(FIRST_DELAY, LONGEST_DELAY)
            elif not paused(self._stop, next(waits)):
                return False
            if waiting:
                self._checkpoint(waiting[0].records[0].position - 1)
        return True

    def _try(self, attempt: Attempt) -> list[Attempt] | None:
        """One invocation; what is left of the attempt, or None when stopped."""
        if expired := self._expired(attempt.records):
            if not self._give_up(expired, "RecordAgeExceeded", attempt.failures, None):
                return None
            rest = attempt.records[len(expired) :]
            return [Attempt(rest, attempt.failures)] if rest else []
        failed_at, error = self._invoke(attempt.records)
        if failed_at is None:
            return []
        following = after_failure(attempt, failed_at, self._delivery.mapping.bisect)
        return self._without_exhausted(following, error)

    def _without_exhausted(
        self, attempts: list[Attempt], error: FunctionError | None
    ) -> list[Attempt] | None:
        most = self._delivery.mapping.most_retries
        head = attempts[0]
        if most < 0 or head.failures <= most:
            return attempts
        given_up = self._give_up(head.records, "RetryAttemptsExhausted", head.failures, error)
        return attempts[1:] if given_up else None

    def _invoke(self, records: tuple[Record, ...]) -> tuple[int | None, FunctionError | None]:
        """(index from which the batch failed, or None; the error if the function raised)."""
        delivery = self._delivery
        event = kinesis_event(records, self._shard, delivery.mapping.stream_arn, delivery.account)
        try:
            result = delivery.function.invoke(event)
        except FunctionError as error:
            return 0, error
        if not delivery.mapping.reports_failures:
            return None, None
        numbers = [self._shard.sequence_number(record.position) for record in records]
        return first_failed(result, numbers), None

    def _expired(self, records: tuple[Record, ...]) -> tuple[Record, ...]:
        most_age = self._delivery.mapping.most_age
        horizon = time.time_ns() // 1_000_000 - most_age * 1000
        if most_age < 0 or records[0].arrival >= horizon:
            return ()
        return tuple(record for record in records if record.arrival < horizon)

    def _give_up(
        self,
        records: tuple[Record, ...],
        condition: Condition,
        attempts: int,
        error: FunctionError | None,
    ) -> bool:
        """Send a batch to the failure destination; False only when stopped before."""
        delivery = self._delivery
        logger.error("%s gives up %d records: %s", self.name, len(records), condition)
        if delivery.destination is None:
            return True
        event = kinesis_event(records, self._shard, delivery.mapping.stream_arn, delivery.account)
        discard = Discard(records, condition, attempts, error, event)
        arn = delivery.function.settings.arn
        return delivery.destination.put(discard, self._shard, arn, self._stop)

    def _checkpoint(self, position: int) -> None:
        self._delivery.checkpoints.put(self.name, {self._shard.log: position})
