"""JSON pointers, RFC 6901."""

from collections.abc import Iterable


def escape(key: str) -> str:
    """A pointer's way to write a key."""
    return key.replace("~", "~0").replace("/", "~1")


def point_to(path: Iterable[str | int]) -> str:
    """The pointer of a path of keys and positions."""
    return "".join(f"/{escape(str(part))}" for part in path)
