"""An ASGI application served on 127.0.0.1 from a thread of its own, until told to stop."""

import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from infra.local.aws.http.connections import Connection

HOST = "127.0.0.1"
MOST_CONNECTIONS = 1_000
SECONDS_TO_FINISH = 10


class HttpServer:
    """Runs beside the process's main thread, which keeps the signals to itself."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        """Take the port; OSError when another process has it."""
        self._socket = socket.create_server((HOST, port), backlog=2048)
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=Connection,
                ws="none",
                lifespan="off",
                access_log=False,
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=SECONDS_TO_FINISH,
            )
        )
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._ended.set()

    @property
    def ended(self) -> bool:
        """Whether the server has stopped."""
        return self._ended.is_set()

    def stop(self) -> None:
        """Take no more requests, finish those at hand, and return."""
        self._server.should_exit = True
        self._thread.join(SECONDS_TO_FINISH + 2)
