"""Declared sources."""

import os
from pathlib import Path

import pytest

from ingest_lambdas.runtime.sources import Sources, SourcesUnreadable, read_sources

ONE = '[[source]]\nname = "{name}"\nkind = "web"\nwrite_key = "{key}"\n'


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(ONE.format(name="shop", key="A"))
    sources = Sources(file)
    found = sources.by_write_key("A")
    assert found is not None
    assert (found.name, found.kind) == ("shop", "web")
    file.write_text(ONE.format(name="shop", key="B"))
    os.utime(file, ns=(1, 1))
    assert sources.by_write_key("A") is None
    by_name = sources.by_name("shop")
    assert by_name is not None
    assert by_name.write_key == "B"


def test_a_missing_file_is_an_error_and_not_no_sources(tmp_path: Path) -> None:
    with pytest.raises(SourcesUnreadable, match="sources.toml"):
        Sources(tmp_path / "sources.toml").by_write_key("A")


@pytest.mark.parametrize(
    "text",
    [
        "source = [",
        '[[source]]\nname = "a"\n',
        '[[source]]\nname = "a"\nkind = "web"\nwrite_key = "k"\nextra = 1\n',
        '[[source]]\nname = "a"\nkind = "tv"\nwrite_key = "k"\n',
        '[[source]]\nname = "a"\nkind = "web"\nwrite_key = ""\n',
        ONE.format(name="a", key="K") + ONE.format(name="a", key="L"),
        ONE.format(name="a", key="K") + ONE.format(name="b", key="K"),
        ONE.format(name="a" * 65, key="K"),
    ],
)
def test_wrong_declarations_are_refused(text: str) -> None:
    with pytest.raises(SourcesUnreadable):
        read_sources(text)
