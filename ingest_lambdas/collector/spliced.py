"""Columns that are JSON already, put into a row as they are."""

from collections.abc import Mapping
from typing import Any

import orjson


def splice(columns: Mapping[str, Any]) -> Mapping[str, orjson.Fragment]:
    """An entry for a row that is written as all of these columns; none where there are none.

    It has the first one's name: what is written for its value goes on with all the others.
    """
    for first in columns:
        text = orjson.dumps(columns)[1:-1]
        return {first: orjson.Fragment(text[len(orjson.dumps(first)) + 1 :])}
    return {}
