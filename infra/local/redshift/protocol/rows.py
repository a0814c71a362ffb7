"""Rows on their way to the client, batch by batch."""

from collections.abc import Sequence

from ..session.result import Result
from ..types.encoders import choose_formats, encode_columns, make_encoders
from ..types.fields import Field
from . import backend, frontend
from .wire import Wire


def formats_of(fields: Sequence[Field], wanted: tuple[int, ...]) -> list[int]:
    """The format of each column: as the client wants it, text where binary is not known."""
    return choose_formats(fields, frontend.spread(wanted, len(fields)))


def send_rows(
    wire: Wire, result: Result, formats: Sequence[int], limit: int, extra_float_digits: int
) -> None:
    """Send up to `limit` rows, 0 for all that are left."""
    encoders = make_encoders(result.fields or [], formats, extra_float_digits)
    left = limit
    while rows := result.take(left):
        wire.send(backend.data_rows(encode_columns(encoders, rows), len(rows)))
        if limit:
            left -= len(rows)
            if left <= 0:
                return
