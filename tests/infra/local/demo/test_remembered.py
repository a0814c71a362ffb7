"""Remembered figures hold only as long as nothing has landed and nothing was loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from redshift_connector.error import ProgrammingError

from infra.local.demo.remembered import Remembered

FIGURES = {"arrivals": 3, "events": 2}


class Installation:
    """A lake and a warehouse in one."""

    def __init__(self) -> None:
        self.objects = [("events/a", "1"), ("events/b", "2")]
        self.rows = 2

    def files(self, kind: str) -> Iterator[Any]:
        found = self.objects if kind == "events" else []
        return (SimpleNamespace(key=key, etag=etag) for key, etag in found)

    @contextmanager
    def connect(self) -> Iterator["Installation"]:
        yield self

    def value(self, statement: str) -> int:
        if self.rows < 0:
            raise ProgrammingError({"C": "42P01"})
        return self.rows


@pytest.fixture
def there() -> Any:
    return Installation()


@pytest.fixture
def remembered(tmp_path: Path, there: Any) -> Remembered:
    remembered = Remembered(tmp_path / "accounts.json")
    remembered.remember(there, there, FIGURES)
    return remembered


def test_an_unchanged_installation_is_recalled(remembered: Remembered, there: Any) -> None:
    assert remembered.recall(there, there) == FIGURES


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("objects", [("events/a", "1")]),
        ("objects", [("events/a", "1"), ("events/b", "other")]),
        ("objects", [("events/a", "1"), ("events/b", "2"), ("events/c", "3")]),
        ("rows", 3),
        ("rows", -1),
    ],
)
def test_any_change_forgets(remembered: Remembered, there: Any, part: str, value: Any) -> None:
    setattr(there, part, value)
    assert remembered.recall(there, there) is None


@pytest.mark.parametrize("content", ["", "{}", '{"state": 1}'])
def test_an_unreadable_memory_is_none(tmp_path: Path, there: Any, content: str) -> None:
    (tmp_path / "half.json").write_text(content)
    assert Remembered(tmp_path / "half.json").recall(there, there) is None
