"""How far the consumers of the streams are behind, as the streams process itself tells."""

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from infra.local.settings import Stack

ASK_SECONDS = 5.0
ASK_EVERY_SECONDS = 0.25


@dataclass(frozen=True)
class Lag:
    """`behind` are records not yet consumed, `buffered_bytes` what Firehose still holds."""

    drained: bool
    consumers: list[dict[str, Any]]

    @property
    def behind(self) -> int:
        """Records that some consumer has not seen yet, over all consumers."""
        return sum(int(consumer["behind_records"]) for consumer in self.consumers)

    @property
    def buffered_bytes(self) -> int:
        """What the deliveries hold in their buffers."""
        return sum(int(consumer["buffered_bytes"]) for consumer in self.consumers)


def read_lag(stack: Stack) -> Lag:
    """The lag now. Raises OSError where the streams process does not answer."""
    with urllib.request.urlopen(f"{stack.url('streams')}/_lag", timeout=ASK_SECONDS) as answer:
        told = json.load(answer)
    return Lag(drained=bool(told["drained"]), consumers=list(told["consumers"]))


def wait_until_drained(stack: Stack, patience: float, progress: Callable[[Lag], None]) -> bool:
    """Wait until everything put on the streams is in the lake; False where patience ended first.

    A streams process that is being started again only costs patience.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            lag = read_lag(stack)
        except OSError:
            lag = Lag(drained=False, consumers=[])
        progress(lag)
        if lag.drained:
            return True
        Event().wait(ASK_EVERY_SECONDS)
    return False
