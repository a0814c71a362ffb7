"""The collector Lambda: events-raw → events-validated and the quarantine. It drops nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.collector.arrivals import Arrival, FetchBody, Poison, open_arrival
from ingest_lambdas.collector.deliver import Delivery, Line
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine, texts_of
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.deadline import Deadline, LambdaContext
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.observability import count, logger
from ingest_lambdas.runtime.once import Once
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.pseudonym_key import fetch_pseudonym_key
from ingest_lambdas.runtime.registries import open_registries
from ingest_lambdas.runtime.settings import CollectorSettings
from ingest_lambdas.runtime.sources import Sources

SERVICE = "collector"
RESERVE_SECONDS = 20.0
Answer = dict[str, list[dict[str, str]]]


@dataclass(slots=True)
class Outcomes:
    """What became of a batch's arrivals: every one is in one of the two lists."""

    good: list[tuple[str, Line]] = field(default_factory=list)
    rejected: list[Line] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Collector:
    """Turns batches of raw records into good and rejected events."""

    def __init__(
        self, judge: Judge, quarantine: Quarantine, delivery: Delivery, fetch_body: FetchBody
    ) -> None:
        self._judge = judge
        self._quarantine = quarantine
        self._delivery = delivery
        self._fetch_body = fetch_body

    def collect(self, event: Mapping[str, Any], context: LambdaContext) -> Answer:
        """Handles a Kinesis event; names the lowest record that must be delivered again."""
        records = event["Records"]
        outcomes = Outcomes()
        stopped = self._judge_all(records, outcomes)
        deadline = Deadline.before_timeout(context, RESERVE_SECONDS)
        undelivered = self._delivery.deliver(outcomes.good, outcomes.rejected, deadline)
        count(SERVICE, outcomes.counts)
        again = [position for position in (stopped, undelivered) if position is not None]
        if not again:
            return {"batchItemFailures": []}
        sequence = records[min(again)]["kinesis"]["sequenceNumber"]
        return {"batchItemFailures": [{"itemIdentifier": sequence}]}

    def _judge_all(self, records: list[dict[str, Any]], outcomes: Outcomes) -> int | None:
        """Judges record after record; the position of the first whose body S3 did not give."""
        for position, record in enumerate(records):
            try:
                self._judge_record(Arrival.from_lambda(record), position, outcomes)
            except (BotoCoreError, ClientError):
                logger.exception("oversize body not available")
                return position
        return None

    def _judge_record(self, arrival: Arrival, position: int, outcomes: Outcomes) -> None:
        try:
            opened = open_arrival(arrival, self._fetch_body)
        except Poison as poison:
            lines = self._quarantine.poison_lines(arrival, poison.rejection)
            outcomes.rejected += [Line(line, position) for line in lines]
            _tally(outcomes, poison.rejection.reason, len(lines))
            return
        source = self._judge.source_of(opened)
        texts: list[str] | None = None
        for index in range(arrival.count):
            try:
                good = self._judge.judge(opened, index, source)
                outcomes.good.append((good.visitor_id, Line(good.line, position)))
                _tally(outcomes, None, 1)
            except Rejection as rejection:
                texts = texts or texts_of(opened)
                text = texts[index] if texts else None
                line = self._quarantine.item_line(opened, index, rejection, text)
                outcomes.rejected.append(Line(line, position))
                _tally(outcomes, rejection.reason, 1)


def _tally(outcomes: Outcomes, reason: str | None, number: int) -> None:
    outcomes.counts["arrivals"] += number
    outcomes.counts["rejected" if reason else "good"] += number
    if reason:
        outcomes.counts[f"rejected_{reason}"] += number


@Once
def _collector() -> Collector:
    settings = CollectorSettings.from_environment()
    key = fetch_pseudonym_key(clients.secrets_manager(), settings.pseudonym_secret)
    pseudonymiser = Pseudonymiser(key)
    registries = open_registries(settings.registries, clients.s3_watcher)
    registries.current()
    return Collector(
        Judge(registries.current, pseudonymiser, Sources(settings.sources_file)),
        Quarantine(pseudonymiser),
        Delivery(
            KinesisWriter(clients.kinesis(), settings.validated_stream),
            FirehoseWriter(clients.firehose(), settings.rejected_delivery),
        ),
        OversizeStore(clients.s3(), settings.personal_bucket).get,
    )


def handler(event: dict[str, Any], context: LambdaContext) -> Answer:
    """Lambda's entry point; the event source mapping must use ReportBatchItemFailures."""
    return _collector().collect(event, context)
