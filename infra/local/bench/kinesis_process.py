"""The local Kinesis alone, without anybody who reads: what a bench of the gateway puts to.

    python -m infra.local.bench.kinesis_process

Serves on the port of the streams, from a database of its own.
"""

import logging

from infra.local.aws.database import Database
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.json_services import JsonServices
from infra.local.aws.http.pages import json_page, with_pages
from infra.local.aws.http.server import HttpServer
from infra.local.aws.kinesis.service import TARGET_PREFIX, Kinesis
from infra.local.aws.process import serve_until_told
from infra.local.aws.record_log import RecordLogs
from infra.local.settings import open_stack
from infra.local.stack.wiring import account_of


def main() -> None:
    """Serve until SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stack = open_stack()
    database, switchboard = Database(stack.file("streams") / "streams.sqlite"), Switchboard()
    kinesis = Kinesis(database, RecordLogs(database), account_of(stack), switchboard)
    services = {TARGET_PREFIX: kinesis.operations()}
    app = JsonServices(stack.access_key, services, switchboard)
    pages = {"/_health": json_page(lambda: {"status": "ok"})}
    server = HttpServer(with_pages(pages, app), stack.ports["streams"])
    serve_until_told(server, after_http_stops=database.close)


if __name__ == "__main__":
    main()
