"""The page on servers and CRM jobs: what it shows works as written."""

import re
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ingest_lambdas.contract.call_mapping import map_row, read_mapping
from ingest_lambdas.runtime.source_declarations import read_sources

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "servers-and-crm.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture
def gateway() -> Iterator[str]:
    """Takes everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_sdk_sends_as_shown(
    gateway: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWATER_ENDPOINT", gateway)
    monkeypatch.setenv("HEADWATER_WRITE_KEY", "WK")
    monkeypatch.setenv("HEADWATER_SPOOL", str(tmp_path))
    [shown] = blocks("python")
    names: dict[str, Any] = {}
    exec(compile(shown, "page", "exec"), names)
    tracker = names["tracker"]
    assert tracker.flush()
    assert tracker.report().delivered == 2
    assert tracker.close()


def test_the_mapping_maps_as_shown() -> None:
    [mapping] = [text for text in blocks("toml") if "[[source]]" not in text]
    row = {"customer": "c", "ordered_at": "2026-01-02T03:04:05Z", "number": "7", "total": "1.5"}
    [item] = map_row(read_mapping(mapping), row)
    assert item["properties"] == {"order_id": "7", "total": 1.5}


def test_the_webhook_is_well_declared() -> None:
    [declared] = [text for text in blocks("toml") if "[[source]]" in text]
    [source] = read_sources(declared)
    assert source.webhook is not None
    assert [mapping.type for mapping in source.webhook.mappings] == ["identify"]
    assert tomllib.loads(declared)
