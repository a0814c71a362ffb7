"""What stops a COPY while it reads from S3."""

import threading
from typing import Any

import pytest

from infra.local.redshift.copy.body import CountedBody
from infra.local.redshift.errors import RedshiftError

AUTO = "FORMAT JSON 'auto' GZIP"


@pytest.fixture
def table(warehouse: Any) -> Any:
    warehouse.create("t", id="integer not null", name="character varying(8)")
    return warehouse


def test_a_cancel_ends_a_download_that_hangs(
    table: Any, lake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = lake.put("slow.gz", {"id": 1})
    began, released = threading.Event(), threading.Event()

    def hang(*_: Any) -> Any:
        began.set()
        released.wait()
        raise ConnectionError

    def check() -> None:
        if began.is_set():
            raise RedshiftError("57014", "Query cancelled on user's request")

    monkeypatch.setattr(CountedBody, "chunks", hang)
    monkeypatch.setattr(table, "check", check)
    try:
        with pytest.raises(RedshiftError, match="cancelled on user's request"):
            table.copy(f"FROM '{address}' {AUTO}")
    finally:
        released.set()
    assert table.rows("SELECT count(*) FROM raw.t") == [(0,)]
