"""The bench of many small files, with few: everything lands, loads, is compacted and loads anew."""

import os
from unittest.mock import patch

import boto3
import pytest

from infra.local.bench import many_files


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    """The bench makes this process a client of its own stack; tests after it are not."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setattr(many_files, "HOURS_A_DAY", 2)
    with patch.dict(os.environ):
        yield


def test_every_file_is_counted_at_every_step(tmp_path):
    told = []
    bars = {bar.name: bar for bar in many_files.bench_files(tmp_path, told.append, files=(1, 6))}
    exact = [bar for bar in bars.values() if bar.op == "=="]
    assert len(exact) == 6
    assert all(bar.holds for bar in exact)
    assert bars["6 files: files after that"].value == 2
    assert "landing 6 files" in told
