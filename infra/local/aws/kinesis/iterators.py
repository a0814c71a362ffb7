"""Shard iterators: a place in a shard as an opaque token that expires after five minutes."""

import base64
import binascii
import time
from dataclasses import dataclass

import orjson

from infra.local.aws.http.errors import ServiceError

SECONDS_VALID = 300


@dataclass(frozen=True, slots=True)
class Place:
    """The next position to read in a shard of a stream; `log` tells it from a namesake."""

    stream: str
    shard_id: str
    log: int
    position: int


def to_token(place: Place) -> str:
    """The token of a place, valid from now."""
    fields = [place.stream, place.shard_id, place.log, place.position, time.time()]
    return base64.urlsafe_b64encode(orjson.dumps(fields)).decode()


def from_token(token: object) -> Place:
    """The place of a token; refused when it is not one, or too old."""
    try:
        fields = orjson.loads(base64.urlsafe_b64decode(str(token)))
        stream, shard_id, log, position, issued = fields
        place = Place(str(stream), str(shard_id), int(log), int(position))
        age = time.time() - float(issued)
    except (binascii.Error, TypeError, ValueError):
        raise ServiceError("InvalidArgumentException", "Invalid ShardIterator.") from None
    if age > SECONDS_VALID:
        message = f"Iterator expired. It was issued {age:.0f} seconds ago, {SECONDS_VALID} allowed."
        raise ServiceError("ExpiredIteratorException", message)
    return place
