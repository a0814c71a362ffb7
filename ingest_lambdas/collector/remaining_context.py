"""What of a call's context no column holds."""

from typing import Any

_VALUES = {"userAgent": "user_agent", "locale": "locale"}
_PARTS = {
    "page": {
        "url": "page_url",
        "path": "page_path",
        "title": "page_title",
        "referrer": "page_referrer",
    },
    "campaign": {
        "source": "campaign_source",
        "medium": "campaign_medium",
        "name": "campaign_name",
        "term": "campaign_term",
        "content": "campaign_content",
    },
    "app": {"name": "app_name", "version": "app_version"},
}


def remaining_context(context: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
    """The context without the values that stand in the row's columns; None when nothing is left.

    The IP address always goes: only its anonymised form is kept, in its column.
    """
    left: dict[str, Any] = {}
    for key, value in context.items():
        kind = type(value)
        if value is None or key == "ip":
            continue
        if kind is dict:
            value = _remaining_part(key, value, row)
        elif kind is str and key in _VALUES and value == row.get(_VALUES[key]):
            continue
        if value or (kind is not dict and kind is not str):
            left[key] = value
    return left or None


def _remaining_part(key: str, part: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    if key == "library":
        return _without_name(part) if row.get("library") else part
    columns = _PARTS.get(key)
    if columns is None:
        return part
    left = {
        name: value
        for name, value in part.items()
        if (column := columns.get(name)) is None or value not in (row.get(column), "", None)
    }
    if key == "page" and "search" in left and _is_in(left["search"], row.get("page_url")):
        del left["search"]
    return left


def _without_name(library: dict[str, Any]) -> dict[str, Any]:
    """Without name and version, which the column `library` holds together."""
    return {
        name: value
        for name, value in library.items()
        if name not in ("name", "version") or not isinstance(value, str)
    }


def _is_in(search: Any, url: str | None) -> bool:
    return isinstance(search, str) and url is not None and search in url
