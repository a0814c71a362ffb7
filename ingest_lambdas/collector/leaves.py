"""Finds where in an item something stands that a later stage took offence at."""

from collections.abc import Callable
from typing import Any


def find_leaf(node: Any, pointer: str, wrong: Callable[[Any], bool]) -> str | None:
    """JSON pointer of the first wrong value, or of the object that has a wrong key; else None."""
    children: Any = ()
    if isinstance(node, dict):
        if any(wrong(key) for key in node):
            return pointer
        children = node.items()
    elif isinstance(node, list):
        children = enumerate(node)
    elif wrong(node):
        return pointer
    found = (find_leaf(child, f"{pointer}/{escape(str(key))}", wrong) for key, child in children)
    return next(filter(None, found), None)


def escape(part: str) -> str:
    """A JSON pointer's way to write a key (RFC 6901)."""
    return part.replace("~", "~0").replace("/", "~1")
