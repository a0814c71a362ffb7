"""Rows as bytes, whatever their number of columns."""

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.redshift.protocol.backend import data_rows, frame

CELL = st.none() | st.binary(max_size=6)


def one_row(cells: tuple[bytes | None, ...]) -> bytes:
    """As the protocol describes a DataRow."""
    body = struct.pack("!h", len(cells))
    for cell in cells:
        body += struct.pack("!i", -1 if cell is None else len(cell)) + (cell or b"")
    return frame(b"D", body)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 4), st.data())
def test_rows_are_written_column_by_column(width: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=5))
    columns = list(zip(*rows, strict=True))
    assert data_rows(columns, len(rows)) == b"".join(map(one_row, rows))


def test_a_number_of_columns_that_reads_as_a_format() -> None:
    # 37 is the code of a percent sign.
    row = (b"%d",) * 37
    assert data_rows([[cell] for cell in row], 1) == one_row(row)
