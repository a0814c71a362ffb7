"""Is an item fit to be looked at: small and shallow enough, and strict JSON?"""

import json
from typing import Any

import orjson

from ingest_lambdas.collector.arrivals import Opened
from ingest_lambdas.collector.call import check_depth
from ingest_lambdas.collector.rejection import reject

LARGEST_ITEM = 32 * 1024


def check_clean(opened: Opened, item: Any) -> None:
    """Raises Rejection for an item that is too big, too deep, or no strict JSON."""
    if not opened.body.strict:
        _check_strict(item, opened.body.shared)
    if len(opened.raw_body) > LARGEST_ITEM and (size := _size(item)) > LARGEST_ITEM:
        raise reject("size_violation", "", "maxLength", f"{LARGEST_ITEM} bytes", f"{size} bytes")
    if type(item) is dict and not opened.is_shallow:
        check_depth(item)


def _check_strict(item: Any, shared: dict[str, Any]) -> None:
    try:
        for value in (item, shared):
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        found = type(error).__name__
        raise reject("malformed", "", "json", "strict JSON in UTF-8", found) from error


def _size(item: Any) -> int:
    """Bytes of the item as compact JSON; 0 where later stages reject it for another reason."""
    try:
        return len(orjson.dumps(item))
    except TypeError:
        return 0
