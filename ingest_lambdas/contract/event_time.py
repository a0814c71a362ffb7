"""When an event happened: reading, writing and correcting moments. All are UTC."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import orjson

AHEAD_AT_MOST = timedelta(minutes=5)
BEHIND_AT_MOST = timedelta(days=90)
_YOUNGEST = -AHEAD_AT_MOST
_FORM = len("YYYY-MM-DDTHH:MM:SS.mmmZ")


class EventTime(NamedTuple):
    """An event's moment and what the client claimed about it."""

    event_at: datetime
    original_at: datetime | None
    sent_at: datetime | None
    implausible: bool


def parse_moment(text: object) -> datetime | None:
    """An ISO 8601 text as a UTC moment; None where it is none. Without a zone it is read as UTC."""
    if type(text) is not str:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is UTC:
            return moment
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_moment(moment: datetime) -> str:
    """YYYY-MM-DDTHH:MM:SS.mmmZ, as COPY's TIMEFORMAT 'auto' reads it.

    orjson writes moments at a third of isoformat's cost, with as many decimals as there are.
    """
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    text = orjson.dumps(moment, option=orjson.OPT_UTC_Z).decode()
    return f"{text[1:24]}Z" if moment.microsecond else f"{text[1:20]}.000Z"


def format_claimed(text: object, moment: datetime) -> str:
    """The moment as format_moment writes it, given the text that it was read from.

    Browsers send that very form, which is then good as it is. A text of this length that reads as
    a moment and has these marks has no other form but that of a week date, which has no dash there.
    """
    if (
        type(text) is str
        and len(text) == _FORM
        and text[7] == "-"
        and text[10] == "T"
        and text[19] == "."
        and text[23] == "Z"
    ):
        return text
    return format_moment(moment)


def from_epoch_milliseconds(milliseconds: float) -> datetime:
    """The moment of a Unix time in milliseconds."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def correct_event_time(
    received_at: datetime,
    original_at: datetime | None,
    sent_at: datetime | None,
    *,
    trusted: bool,
) -> EventTime:
    """The client's moment corrected by its clock's skew, or received_at where it is implausible.

    A trusted source (an import) may be as old as it likes.
    """
    if original_at is None:
        return EventTime(received_at, None, sent_at, False)
    age = (sent_at or received_at) - original_at
    if not (trusted or _YOUNGEST <= age <= BEHIND_AT_MOST):
        return EventTime(received_at, original_at, sent_at, True)
    try:
        return EventTime(received_at - age, original_at, sent_at, False)
    except OverflowError:
        return EventTime(received_at, original_at, sent_at, True)
