import base64

import orjson
import pytest

from ingest_lambdas.archiver.handler import archive_line
from ingest_lambdas.contract.archive import read_archive_line
from ingest_lambdas.contract.identity import claimed_count

MOMENT = "2026-11-23T22:24:00.123Z"


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b'{"v":1,"count":3}', 3),
        (b'{"v":1,\n"count":3}', 3),
        (b"\xff\xfe not json", 1),
        (b"[1,2]", 1),
    ],
)
def test_whatever_was_archived_is_counted_as_the_stream_held_it(data: bytes, count: int) -> None:
    archived = read_archive_line(archive_line("shard-1", "42", MOMENT, data))
    assert (archived.shard, archived.sequence) == ("shard-1", "42")
    assert claimed_count(archived.record) == count


def test_a_line_that_the_archiver_does_not_write_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_archive_line(orjson.dumps({"record_base64": base64.b64encode(b"{}").decode()}))
