"""Finds where in an item something stands that a later stage took offence at."""

from collections.abc import Callable
from typing import Any

from ingest_lambdas.contract.json_pointer import escape


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
