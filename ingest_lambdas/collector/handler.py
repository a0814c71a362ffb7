"""The collector Lambda: events-raw → events-validated and the quarantine. It drops nothing."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.collector.arrivals import Arrival, FetchBody, Opened, Poison, open_arrival
from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.enrichments import watch_enrichments
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.outcomes import Outcomes
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine, texts_of
from ingest_lambdas.collector.rejection import ConsentDropped, Rejection, reject
from ingest_lambdas.collector.terms import Terms
from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.deadline import Deadline, LambdaContext
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.garbage import settle
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.observability import emit, logger
from ingest_lambdas.runtime.once import Once
from ingest_lambdas.runtime.oversize_store import OversizeStore
from ingest_lambdas.runtime.pseudonym_key import fetch_pseudonym_key
from ingest_lambdas.runtime.registries import open_registries
from ingest_lambdas.runtime.settings import CollectorSettings
from ingest_lambdas.runtime.sources import Sources

if TYPE_CHECKING:
    from mypy_boto3_firehose import FirehoseClient
    from mypy_boto3_kinesis import KinesisClient

SERVICE = "collector"
RESERVE_SECONDS = 20.0
Answer = dict[str, list[dict[str, str]]]


class Collector:
    """Turns batches of raw records into good and rejected events."""

    def __init__(
        self,
        judge: Judge,
        quarantine: Quarantine,
        delivery: Delivery,
        fetch_body: FetchBody,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._judge = judge
        self._quarantine = quarantine
        self._delivery = delivery
        self._fetch_body = fetch_body
        self._clock = clock

    def collect(self, event: Mapping[str, Any], context: LambdaContext) -> Answer:
        """Handles a Kinesis event; names the lowest record that must be delivered again."""
        records = event["Records"]
        outcomes = Outcomes()
        stopped = self._judge_all(records, outcomes)
        deadline = Deadline.before_timeout(context, RESERVE_SECONDS)
        undelivered = self._delivery.deliver(outcomes.good, outcomes.rejected, deadline)
        self._report(records, outcomes)
        again = [position for position in (stopped, undelivered) if position is not None]
        if not again:
            return {"batchItemFailures": []}
        sequence = records[min(again)]["kinesis"]["sequenceNumber"]
        return {"batchItemFailures": [{"itemIdentifier": sequence}]}

    def _judge_all(self, records: list[dict[str, Any]], outcomes: Outcomes) -> int | None:
        """Judges record after record; the position of the first whose body S3 did not give."""
        terms_of = cache(self._judge.terms_of)
        for position, record in enumerate(records):
            arrival = Arrival.from_lambda(record)
            try:
                opened = open_arrival(arrival, self._fetch_body)
            except Poison as poison:
                self._set_aside_whole(arrival, poison.rejection, position, outcomes)
                continue
            except (BotoCoreError, ClientError):
                logger.exception("oversize body not available")
                return position
            except Exception as error:
                logger.exception("a record could not be opened")
                found = type(error).__name__
                rejection = reject("malformed", "", "exception", "no error", found)
                self._set_aside_whole(arrival, rejection, position, outcomes)
                continue
            terms = terms_of(opened.record["source"])
            outcomes.received += arrival.count
            self._judge_items(opened, terms, position, outcomes)
        return None

    def _judge_items(self, opened: Opened, terms: Terms, position: int, outcomes: Outcomes) -> None:
        texts: list[str] | None = None
        for index in range(len(opened.body.items)):
            try:
                event = self._judge.judge(opened, index, terms)
            except ConsentDropped as dropped:
                line = self._quarantine.tombstone(opened.arrival, index, dropped.purposes)
                outcomes.drop(line, position)
            except Rejection as rejection:
                texts = texts or texts_of(opened)
                text = texts[index] if texts else None
                line = self._quarantine.item_line(opened, index, rejection, text)
                outcomes.set_aside(line, position, rejection.reason)
            else:
                outcomes.accept(event, position)

    def _set_aside_whole(
        self, arrival: Arrival, rejection: Rejection, position: int, outcomes: Outcomes
    ) -> None:
        outcomes.received += arrival.count
        for line in self._quarantine.poison_lines(arrival, rejection):
            outcomes.set_aside(line, position, rejection.reason)

    def _report(self, records: Sequence[Mapping[str, Any]], outcomes: Outcomes) -> None:
        """Emits the batch's counters; says so where what came in has not come out."""
        if not outcomes.balanced:
            logger.error("a batch does not balance", counts=outcomes.counts())
        newest = records[-1]["kinesis"]["approximateArrivalTimestamp"] if records else 0.0
        emit(
            SERVICE,
            outcomes.counts(),
            {
                "iterator_age": max(0.0, self._clock() - newest) * 1000,
                "enrichment_time": outcomes.enrichment_seconds * 1000,
            },
        )


def compose(
    settings: CollectorSettings,
    pseudonym_key: bytes,
    kinesis: "KinesisClient",
    firehose: "FirehoseClient",
    fetch_body: FetchBody,
) -> Collector:
    """The collector of an installation. Raises RegistryUnreadable."""
    pseudonymiser = Pseudonymiser(pseudonym_key)
    registries = open_registries(settings.registries, clients.s3_watcher)
    registries.current()
    return Collector(
        Judge(
            registries.current,
            pseudonymiser,
            Sources(settings.sources_file),
            watch_enrichments(settings.enrichments_file).current,
        ),
        Quarantine(pseudonymiser),
        Delivery(
            KinesisWriter(kinesis, settings.validated_stream),
            FirehoseWriter(firehose, settings.rejected_delivery),
        ),
        fetch_body,
    )


@Once
def _collector() -> Collector:
    settings = CollectorSettings.from_environment()
    collector = compose(
        settings,
        fetch_pseudonym_key(clients.secrets_manager(), settings.pseudonym_secret),
        clients.kinesis(),
        clients.firehose(),
        OversizeStore(clients.s3(), settings.personal_bucket).get,
    )
    settle()
    return collector


def handler(event: dict[str, Any], context: LambdaContext) -> Answer:
    """Lambda's entry point; the event source mapping must use ReportBatchItemFailures."""
    return _collector().collect(event, context)
