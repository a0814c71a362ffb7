"""Which files are looked at closely: every one that could hold a changed value, few others."""

from pathlib import Path

import pytest

from infra.local.redshift.copy.json_source import JsonMapping
from infra.local.redshift.copy.suspicious_bytes import may_hold, suspicious_bytes
from infra.local.redshift.copy.target import TargetColumn

COLUMNS = (TargetColumn("version", "character varying", 20), TargetColumn("v", "super"))


def is_suspect(folder: Path, content: bytes, mode: str = "auto") -> bool:
    file = folder / "lines.json"
    file.write_bytes(content)
    return may_hold(file, suspicious_bytes(JsonMapping(mode), COLUMNS))


@pytest.mark.parametrize(
    "line",
    [
        b'{"version": 1.50}',
        b'{"version":\t-0}',
        b'{"VERSION": [1]}',
        b'{"version": {"a" : 1}}',
        b'{"vers\\u0069on": 1.50}',
        b'{"v": {"a": NaN}}',
        b'{"v": [1, -Infinity]}',
        b'{"v": [0.10000000000000000555]}',
        b'{"v": 1e5}',
    ],
)
def test_what_a_reader_may_change_is_looked_at(tmp_path: Path, line: bytes) -> None:
    assert is_suspect(tmp_path, b'{"version": "1"}\n' * 9 + line + b"\n")


@pytest.mark.parametrize(
    "line",
    [
        b'{"version": "143.0", "v": {"price": 12.5, "n": -3}}',
        b'{"version": null}',
        b'{"version": "caf\\u00e9", "v": ["\\u201c\\"", "a"]}',
        b"",
    ],
)
def test_texts_and_short_numbers_are_not(tmp_path: Path, line: bytes) -> None:
    assert not is_suspect(tmp_path, line)


def test_other_ways_to_find_a_column_have_every_file_looked_at(tmp_path: Path) -> None:
    assert is_suspect(tmp_path, b'{"a": "b"}', mode="auto ignorecase")
