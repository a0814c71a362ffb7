"""Sends calls through the public SDK, unmodified, and knows which of them were answered 200.

The SDK drops a batch after its retries and tells nobody but `on_error`; what counts here is the
answer on the wire, seen by a hook on the SDK's HTTP session. What was not answered is sent again.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from threading import Event, Lock
from typing import Any
from zlib import crc32

import requests
import segment.analytics.request
from segment.analytics.client import Client
from segment.analytics.request import APIError

from infra.local.settings import Stack
from infra.local.traffic.calls import Call
from infra.local.traffic.journal import Journal, ids_of_request

QUEUE_SIZE = 5_000
# Of one upload thread each: an SDK client of several threads ends only the last one of them.
CLIENTS_PER_SOURCE = 2
# About 15 s of a gateway that does not answer; longer pauses are the caller's to bridge.
RETRIES = 6
TIMEOUT_SECONDS = 15
LOOK_AGAIN_SECONDS = 0.05


class Sender:
    """The SDK's clients of each source, and the book of what is still to be answered."""

    def __init__(self, stack: Stack, journal: Journal, patience: float) -> None:
        """`patience`: seconds without any answer after which the gateway counts as gone."""
        self.answered = 0
        self.refused: Counter[str] = Counter()
        self._journal = journal
        self._patience = patience
        self._last_answer = time.monotonic()
        self._waiting: dict[str, list[Call]] = {}
        self._lock = Lock()
        self._pause = Event()
        # Its own chatter about every retry would bury the progress.
        logging.getLogger("segment").setLevel(logging.CRITICAL)
        # The SDK shares one session among all clients and has no setting for hooks.
        self._session: requests.Session = segment.analytics.request._session
        self._session.hooks["response"].append(self._on_response)
        self._clients = {
            source: [self._client(stack, write_key) for _ in range(CLIENTS_PER_SOURCE)]
            for source, write_key in stack.write_keys.items()
        }

    @property
    def gateway_is_gone(self) -> bool:
        """Nothing was answered for longer than the patience."""
        return time.monotonic() - self._last_answer > self._patience

    def send(self, calls: Iterable[Call]) -> None:
        """Queue the calls; they upload meanwhile. Waits while a queue is full, until patience
        ends: then the rest is only noted as not answered.
        """
        for call in calls:
            with self._lock:
                self._waiting.setdefault(call.message_id, []).append(call)
            while not self._enqueue(call) and not self.gateway_is_gone:
                self._pause.wait(LOOK_AGAIN_SECONDS)

    def flush(self) -> list[Call]:
        """Wait until every queued call was answered or given up, or patience ends.

        Gives those that were not answered.
        """
        queues = [client.queue for client in self._every_client()]
        while any(queue.unfinished_tasks for queue in queues) and not self.gateway_is_gone:
            self._pause.wait(LOOK_AGAIN_SECONDS)
        with self._lock:
            unanswered = [call for calls in self._waiting.values() for call in calls]
            self._waiting.clear()
        return unanswered

    def close(self) -> None:
        """End the SDK's threads and take the hook off its session."""
        for client in self._every_client():
            client.join()
        self._session.hooks["response"].remove(self._on_response)

    def _every_client(self) -> Iterator[Any]:
        return chain.from_iterable(self._clients.values())

    def _client(self, stack: Stack, write_key: str) -> Any:
        return Client(
            write_key=write_key,
            host=stack.url("gateway"),
            gzip=True,
            max_queue_size=QUEUE_SIZE,
            max_retries=RETRIES,
            timeout=TIMEOUT_SECONDS,
            on_error=self._on_error,
        )

    def _enqueue(self, call: Call) -> bool:
        clients = self._clients[call.source]
        method = getattr(clients[crc32(call.message_id.encode()) % len(clients)], call.method)
        # The SDK writes its own name into the context that it is given.
        arguments = {**call.arguments, "context": dict(call.arguments["context"])}
        queued: bool = method(**arguments, timestamp=call.timestamp, message_id=call.message_id)[0]
        return queued

    def _on_response(self, response: requests.Response, **_: object) -> None:
        if response.status_code != 200:
            return
        ids = ids_of_request(response.request)
        self._journal.note(ids)
        with self._lock:
            self.answered += len(ids)
            self._last_answer = time.monotonic()
            for message_id in ids:
                self._forget(message_id)

    def _on_error(self, error: Exception, batch: list[dict[str, Any]]) -> None:
        """A status on which no retry helps: the batch is refused for good, and counted so."""
        if not isinstance(error, APIError) or not _is_final(error.status):
            return
        with self._lock:
            self.refused[f"{error.status} {error.code}"] += len(batch)
            for item in batch:
                self._forget(item["messageId"])

    def _forget(self, message_id: str) -> None:
        calls = self._waiting.get(message_id)
        if calls is None:
            return
        calls.pop()
        if not calls:
            del self._waiting[message_id]


def _is_final(status: Any) -> bool:
    return isinstance(status, int) and 400 <= status < 500 and status not in (408, 410, 429, 460)
