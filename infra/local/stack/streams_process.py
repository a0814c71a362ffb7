"""The process that carries the streams: Kinesis and Firehose on one port, and who consumes them.

`GET /_health`; `GET /_lag`: every consumer's lag; `/_faults`: faults, with the access key.
"""

import logging
import sys

from infra.local.aws.account import Account
from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.database import Database
from infra.local.aws.event_source.lane import Delivery
from infra.local.aws.event_source.mapping import mapping_from
from infra.local.aws.event_source.on_failure import FailureDestination
from infra.local.aws.event_source.poller import MappingPoller
from infra.local.aws.faults.admin import PATH as FAULTS_PATH
from infra.local.aws.faults.admin import faults_page
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.firehose.delivery import Surroundings
from infra.local.aws.firehose.service import TARGET_PREFIX as FIREHOSE_TARGETS
from infra.local.aws.firehose.service import Firehose
from infra.local.aws.functions.registry import Functions, deploy, import_ahead
from infra.local.aws.http.json_services import JsonServices
from infra.local.aws.http.pages import json_page, with_pages
from infra.local.aws.http.server import HttpServer
from infra.local.aws.kinesis.service import TARGET_PREFIX as KINESIS_TARGETS
from infra.local.aws.kinesis.service import Kinesis
from infra.local.aws.lag import lag_report
from infra.local.aws.object_store import ObjectStore
from infra.local.aws.process import serve_until_told
from infra.local.aws.record_log import RecordLogs
from infra.local.settings import Stack, open_stack
from infra.local.stack.wiring import account_of, collector_mapping, function

# Lambda's own patience is 15 minutes; a batch of a hundred requests takes a second or two.
COLLECTOR_TIMEOUT = 60.0
ARCHIVER_TIMEOUT = 60.0
# A put must not wait for the collector's computing: threads hand over after a millisecond, not 5.
SWITCH_INTERVAL = 0.001
SECONDS_TO_FINISH_A_BATCH = 10.0


class Streams:
    """Everything of this process, put together from a stack."""

    def __init__(self, stack: Stack, functions: Functions) -> None:
        account = account_of(stack)
        self.switchboard = Switchboard()
        self._access_key = stack.access_key
        self._database = Database(stack.file("streams") / "streams.sqlite")
        logs = RecordLogs(self._database)
        self._checkpoints = Checkpoints(self._database)
        self._store = ObjectStore(stack.url("s3"), account)
        self._kinesis = Kinesis(self._database, logs, account, self.switchboard)
        around = Surroundings(
            account,
            self._database,
            logs,
            self._checkpoints,
            self._kinesis.catalog,
            functions,
            self._store,
        )
        self._firehose = Firehose(around, self.switchboard)
        self._pollers = [self._collector_poller(stack, account, functions, logs)]

    def app(self) -> JsonServices:
        """The two services' API."""
        operations = {
            KINESIS_TARGETS: self._kinesis.operations(),
            FIREHOSE_TARGETS: self._firehose.operations(),
        }
        return JsonServices(self._access_key, operations, self.switchboard)

    def lag(self) -> dict[str, object]:
        """What `GET /_lag` answers."""
        return lag_report(self._checkpoints, self._pollers, self._firehose.deliveries())

    def start(self) -> None:
        """Resume every consumer where its checkpoint says."""
        self._store.warm_up()
        self._kinesis.retention.start()
        self._firehose.start()
        for poller in self._pollers:
            poller.start()

    def stop_consumers(self) -> None:
        """Finish batches and puts at hand; the HTTP side still serves what they need."""
        for poller in self._pollers:
            poller.stop(SECONDS_TO_FINISH_A_BATCH)
        self._firehose.stop(SECONDS_TO_FINISH_A_BATCH)
        self._kinesis.retention.stop()

    def close(self) -> None:
        """Close the database, once nothing uses it any more."""
        self._database.close()

    def _collector_poller(
        self, stack: Stack, account: Account, functions: Functions, logs: RecordLogs
    ) -> MappingPoller:
        mapping = mapping_from(collector_mapping(stack, account))
        arn = mapping.failure_destination
        destination = FailureDestination(arn, self._store, mapping) if arn else None
        handed_to = functions[mapping.function]
        delivery = Delivery(mapping, handed_to, account, self._checkpoints, destination)
        return MappingPoller(delivery, self._kinesis.catalog, logs)


def main() -> None:
    """Serve this installation's streams."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stack = open_stack()
    account = account_of(stack)
    functions = deploy(
        [
            function(account, "collector", COLLECTOR_TIMEOUT),
            function(account, "archiver", ARCHIVER_TIMEOUT),
        ]
    )
    import_ahead(functions)
    sys.setswitchinterval(SWITCH_INTERVAL)
    serve(stack, functions)


def serve(stack: Stack, functions: Functions) -> None:
    """Run the streams of a stack with these functions as their consumers, until SIGTERM."""
    streams = Streams(stack, functions)
    pages = {
        "/_health": json_page(lambda: {"status": "ok"}),
        "/_lag": json_page(streams.lag),
        FAULTS_PATH: faults_page(streams.switchboard, stack.access_key),
    }
    server = HttpServer(with_pages(pages, streams.app()), stack.ports["streams"])
    streams.start()
    serve_until_told(server, streams.stop_consumers, streams.close)


if __name__ == "__main__":
    main()
