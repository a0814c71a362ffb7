"""Whether files are the very ones of before."""

from pathlib import Path

import pytest

from infra.tree_hash import hash_tree


def test_another_content_is_another_tree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("infra.tree_hash.PROJECT", tmp_path)
    (tmp_path / "a").write_text("one")
    (tmp_path / "b").write_text("two")
    both = hash_tree([Path("a"), Path("b")])
    assert both == hash_tree([Path("a"), Path("b")])
    (tmp_path / "b").write_text("three")
    assert both != hash_tree([Path("a"), Path("b")])
