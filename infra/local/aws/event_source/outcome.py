"""What a function's answer means for its batch. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.aws.record_log import Record


@dataclass(frozen=True)
class Attempt:
    """A stretch of a batch to hand over, and how often it has failed as it is."""

    records: tuple[Record, ...]
    failures: int = 0


def first_failed(result: Any, sequence_numbers: Sequence[str]) -> int | None:
    """The index from which a partial-failure report makes Lambda resume; None for success.

    Resumes at the lowest reported sequence number. A report that is not understood, or that names
    a record which is not in the batch, fails the whole batch (index 0), as AWS documents.
    """
    reported = result.get("batchItemFailures") if isinstance(result, dict) else None
    if reported is None or reported == []:
        return None
    places = {number: index for index, number in enumerate(sequence_numbers)}
    try:
        return min(places[item["itemIdentifier"]] for item in reported)
    except (KeyError, TypeError):
        return 0


def after_failure(attempt: Attempt, failed_at: int, bisect: bool) -> list[Attempt]:
    """What to hand over next, in order, when everything from an index on has failed.

    Progress starts a new count of failures. A batch that made none is halved first where
    bisecting is on, which spends no retry; what cannot be halved counts a failure.
    """
    records = attempt.records
    if failed_at > 0:
        return [Attempt(records[failed_at:])]
    if bisect and len(records) > 1:
        middle = len(records) // 2
        return [
            Attempt(records[:middle], attempt.failures),
            Attempt(records[middle:], attempt.failures),
        ]
    return [Attempt(records, attempt.failures + 1)]
