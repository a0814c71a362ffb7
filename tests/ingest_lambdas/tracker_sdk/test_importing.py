"""Files of rows become events, once each, however often the import stops."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from ingest_lambdas.contract.call_mapping import read_mapping
from ingest_lambdas.tracker_sdk import SdkSettings, Tracker, importing
from ingest_lambdas.tracker_sdk.cli import app
from ingest_lambdas.tracker_sdk.importing import Import, ImportStopped, Progress, state_file
from ingest_lambdas.tracker_sdk.rows import UnknownFormat, read_rows

MAPPING = """
[[call]]
type = "track"
event = { value = "Order Completed" }
user_id = "customer"
timestamp = "at"

[call.properties]
order_id = "number"
total = { path = "total", as = "number" }
"""
Make = Callable[..., Tracker]


def write_csv(path: Path, rows: int) -> Path:
    lines = [f"c{n};2026-01-02T03:04:05Z;{n};{n}.5" for n in range(rows)]
    path.write_text("\n".join(["customer;at;number;total", *lines]) + "\n")
    return path


def start(tracker: Tracker, file: Path, settings: SdkSettings) -> Import:
    state = state_file(settings.spool, file, "crm", MAPPING)
    return Import(file, "crm", read_mapping(MAPPING), tracker, state)


def test_every_row_is_an_event_with_its_own_moment_and_id(
    make: Make, harbour: Any, settings: SdkSettings, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "orders.csv", 30)
    done = start(make(), file, settings).run(lambda progress: None)
    assert done == Progress(rows=30, events=30, unmapped=0)
    assert len(set(harbour.ids())) == 30
    assert harbour.taken[4] | {"messageId": "", "context": {}} == {
        "type": "track",
        "event": "Order Completed",
        "userId": "c4",
        "timestamp": "2026-01-02T03:04:05.000Z",
        "properties": {"order_id": "4", "total": 4.5},
        "messageId": "",
        "context": {},
    }


def test_a_stopped_import_goes_on_where_it_stopped(
    make: Make,
    harbour: Any,
    settings: SdkSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "PORTION", 10)
    file = write_csv(tmp_path / "orders.csv", 45)
    reached: list[int] = []

    def interrupt(progress: Progress) -> None:
        reached.append(progress.rows)
        if len(reached) == 2:
            raise KeyboardInterrupt

    first = make()
    with pytest.raises(KeyboardInterrupt):
        start(first, file, settings).run(interrupt)
    assert first.flush()
    done = start(make(), file, settings).run(lambda progress: reached.append(progress.rows))
    assert reached == [10, 20, 30, 40, 45]
    assert done.events == 45
    assert len(set(harbour.ids())) == len(harbour.ids()) == 45


def test_importing_again_sends_the_same_ids(
    make: Make, harbour: Any, settings: SdkSettings, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "orders.csv", 5)
    start(make(), file, settings).run(lambda progress: None)
    write_csv(file, 8)
    state_file(settings.spool, file, "crm", MAPPING).unlink()
    start(make(), file, settings).run(lambda progress: None)
    assert len(harbour.ids()) == 13
    assert len(set(harbour.ids())) == 8


def test_rows_that_make_no_event_are_written_down_with_the_reason(
    make: Make, harbour: Any, settings: SdkSettings, tmp_path: Path
) -> None:
    file = tmp_path / "orders.ndjson"
    rows = ['{"customer": "a", "total": 1}', "{", "[1]", '{"total": 2}', '{"customer": "b"}']
    file.write_text("\n".join(rows))
    importing_file = start(make(), file, settings)
    assert importing_file.run(lambda progress: None) == Progress(rows=5, events=2, unmapped=3)
    written = [
        orjson.loads(line) for line in importing_file.unmapped_file.read_bytes().splitlines()
    ]
    assert [line["row"] for line in written] == [2, 3, 4]
    assert ["JSON" in line["error"] for line in written] == [True, True, False]


def test_a_stream_that_takes_nothing_stops_the_import_with_what_to_do(
    make: Make,
    harbour: Any,
    settings: SdkSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "PATIENCE_SECONDS", 0.1)
    harbour.answer = lambda parcel: "failed"
    with pytest.raises(ImportStopped, match="3 events wait in the spool: as told"):
        start(make(), write_csv(tmp_path / "x.csv", 3), settings).run(lambda progress: None)


def test_a_csv_line_of_too_many_values_is_no_row(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text('a,b\n1,2\n1,2,3\n"x\ny",4\n')
    rows = list(read_rows(file))
    assert [row.values for row in rows] == [{"a": "1", "b": "2"}, None, {"a": "x\ny", "b": "4"}]
    assert [row.number for row in read_rows(file, after=1)] == [2, 3]


def test_a_name_that_tells_no_format_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="ndjson"):
        list(read_rows(tmp_path / "orders.xlsx"))


def test_the_command_says_what_is_wrong_with_a_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWATER_SPOOL", str(tmp_path / "spool"))
    (tmp_path / "mapping.toml").write_text('[[call]]\ntype = "buy"')
    file = write_csv(tmp_path / "orders.csv", 1)
    ran = CliRunner().invoke(app, [str(file), "--mapping", str(tmp_path / "mapping.toml")])
    assert ran.exit_code == 1
    assert "call 1: type is one of" in ran.stderr


def test_an_import_from_the_first_row_writes_unmapped_rows_down_anew(
    make: Make, settings: SdkSettings, tmp_path: Path
) -> None:
    file = tmp_path / "orders.ndjson"
    file.write_text('{"customer": "a", "total": 1}\n{\n')
    for _ in range(2):
        importing_file = start(make(), file, settings)
        assert importing_file.run(lambda progress: None).unmapped == 1
        state_file(settings.spool, file, "crm", MAPPING).unlink()
    assert len(importing_file.unmapped_file.read_bytes().splitlines()) == 1
