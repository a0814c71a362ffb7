"""Declared sources, looked up while their file changes."""

import os
from pathlib import Path

import pytest

from ingest_lambdas.runtime.source_declarations import SourcesUnreadable
from ingest_lambdas.runtime.sources import Sources

ONE = '[[source]]\nname = "shop"\nkind = "web"\nwrite_keys = ["{key}"]\n'


def change(file: Path, text: str, moment: int) -> None:
    """Another content at another time, whatever the file system's clock resolves."""
    file.write_text(text)
    os.utime(file, ns=(moment, moment))


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    change(file, ONE.format(key="A"), 1)
    sources = Sources(file)
    found = sources.by_write_key("A")
    assert found is not None
    assert (found.name, found.kind) == ("shop", "web")
    change(file, ONE.format(key="B"), 2)
    assert sources.by_write_key("A") is None
    by_name = sources.by_name("shop")
    assert by_name is not None
    assert by_name.write_keys == ("B",)


def test_a_change_for_the_worse_leaves_the_last_good_one_in_force(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    change(file, ONE.format(key="A"), 1)
    sources = Sources(file)
    assert sources.by_write_key("A")
    change(file, "source = [", 2)
    assert sources.by_write_key("A")
    file.unlink()
    assert sources.by_write_key("A")
    change(file, ONE.format(key="B"), 3)
    assert sources.by_write_key("A") is None
    assert sources.by_write_key("B")


@pytest.mark.parametrize("content", [None, b"source = [", b"\xff"])
def test_a_file_that_was_never_good_is_an_error_and_not_no_sources(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "sources.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SourcesUnreadable, match="sources.toml"):
        Sources(file).by_write_key("A")


def test_a_source_is_found_by_the_protocols_it_may_use(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(ONE.format(key="A") + 'app_ids = ["shop"]\nprotocols = ["snowplow"]\n')
    sources = Sources(file)
    assert sources.by_write_key("A") is None
    assert sources.by_app_id("shop")


def test_an_origin_is_allowed_where_any_source_allows_it(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(ONE.format(key="A") + 'allowed_origins = ["https://shop.example"]\n')
    sources = Sources(file)
    assert sources.allow_origin("https://shop.example")
    assert not sources.allow_origin("https://other.example")
