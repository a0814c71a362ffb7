"""Faults as they strike a request in a running service."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from infra.local.aws.faults.switchboard import Fault, Switchboard
from infra.local.aws.http.connections import Connection
from infra.local.aws.http.errors import ServiceError

# (code, message, status) as each service answers; a Firehose batch knows only unavailability.
_RATE_EXCEEDED = ("ProvisionedThroughputExceededException", "Rate exceeded.", 400)
_THROTTLED = {
    "PutRecordBatch": ("ServiceUnavailableException", "Slow down.", 503),
    "PutRecord": _RATE_EXCEEDED,
    "PutRecords": _RATE_EXCEEDED,
    "GetRecords": _RATE_EXCEEDED,
}
_LIMIT_EXCEEDED = ("LimitExceededException", "Rate exceeded.", 429)
_REFUSED = ("ServiceUnavailable", "Service is unavailable.", 503)


@asynccontextmanager
async def injected(board: Switchboard, operation: str, client: Any) -> AsyncIterator[None]:
    """Run an operation under the fault that is on for it, if any."""
    fault = board.strike(operation)
    if fault and not fault.after:
        await _apply(fault, operation, client)
    yield
    if fault and fault.after:
        await _apply(fault, operation, client)


async def _apply(fault: Fault, operation: str, client: Any) -> None:
    if fault.kind == "throttle":
        raise ServiceError(*_THROTTLED.get(operation, _LIMIT_EXCEEDED))
    if fault.kind == "refuse":
        raise ServiceError(*_REFUSED)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "reset":
        Connection.reset(client)
        raise ServiceError(*_REFUSED)
    if fault.kind == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
