"""What production was built from is kept in the lake, once for each state of the project."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from orchestration.branching.production import NeverBuilt, fetch_manifest, publish_manifest
from orchestration.clients.lake import Lake


@pytest.fixture
def lake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lake]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        lake = Lake("lake", "personal")
        lake.client.create_bucket(Bucket="lake")
        yield lake


def manifest(folder: Path, text: str) -> Path:
    path = folder / f"{text}.json"
    path.write_text(json.dumps(text))
    return path


def test_what_was_published_is_fetched(lake: Lake, tmp_path: Path) -> None:
    assert publish_manifest(lake, manifest(tmp_path, "first"), "a")
    assert json.loads(fetch_manifest(lake, tmp_path / "state").read_text()) == "first"


def test_the_same_project_is_not_published_again_and_another_is(lake: Lake, tmp_path: Path) -> None:
    publish_manifest(lake, manifest(tmp_path, "first"), "a")

    assert not publish_manifest(lake, manifest(tmp_path, "second"), "a")
    assert publish_manifest(lake, manifest(tmp_path, "third"), "b")
    assert json.loads(fetch_manifest(lake, tmp_path / "state").read_text()) == "third"


def test_without_a_build_there_is_nothing_to_branch_from(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(NeverBuilt, match="headwater cycle"):
        fetch_manifest(lake, tmp_path)
