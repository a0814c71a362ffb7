"""A process that serves until SIGTERM or SIGINT, then lets its parts finish and ends."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable

from infra.local.aws.http.server import HttpServer

SECONDS_BETWEEN_LOOKS = 1.0


def serve_until_told(
    server: HttpServer,
    before_http_stops: Callable[[], None] = lambda: None,
    after_http_stops: Callable[[], None] = lambda: None,
) -> None:
    """Serve, then stop in order: first what may still need the HTTP side, then that, then stores.

    Ends the process itself: threads of functions that have timed out would keep it for ever.
    """
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    server.start()
    while not told.wait(SECONDS_BETWEEN_LOOKS) and not server.ended:
        continue
    failed = server.ended
    before_http_stops()
    server.stop()
    after_http_stops()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1 if failed else 0)
