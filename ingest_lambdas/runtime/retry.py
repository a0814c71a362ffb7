"""Sends again only what failed, with full-jitter backoff, until a deadline."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.runtime.deadline import Deadline

Entry = TypeVar("Entry")
Pause = Callable[[float], None]
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
TRANSIENT = frozenset(
    {
        "KMSThrottlingException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestTimeout",
        "Throttling",
        "ThrottlingException",
    }
)


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Entry]):
    """What one attempt left: the entries that failed, why, and whether more tries are in vain."""

    failed: list[Entry]
    error: str = ""
    hopeless: bool = False


def attempt(call: Callable[[], list[Entry]], entries: Sequence[Entry]) -> Attempt[Entry]:
    """One call: the entries it names as failed, or all where the service did not take the call."""
    try:
        return Attempt(call())
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        code = error.response.get("Error", {}).get("Code")
        return Attempt(list(entries), str(error), status < 500 and code not in TRANSIENT)
    except BotoCoreError as error:
        return Attempt(list(entries), str(error))


def send_until(
    entries: Sequence[Entry],
    send: Callable[[Sequence[Entry]], Attempt[Entry]],
    deadline: Deadline,
    pause: Pause = time.sleep,
) -> Attempt[Entry]:
    """Sends until nothing fails, nothing more can help, or the deadline is over.

    It is tried at least once, even past the deadline.
    """
    last = send(entries)
    longest = FIRST_PAUSE
    while last.failed and not last.hopeless and deadline.remaining() > 0:
        pause(min(random.uniform(0, longest), deadline.remaining()))
        longest = min(longest * 2, LONGEST_PAUSE)
        last = send(last.failed)
    return last
