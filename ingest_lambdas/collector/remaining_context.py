"""What of a call's context no column holds."""

from typing import Any

_HELD: tuple[tuple[tuple[str, ...], str], ...] = (
    (("page", "url"), "page_url"),
    (("page", "path"), "page_path"),
    (("page", "title"), "page_title"),
    (("page", "referrer"), "page_referrer"),
    (("campaign", "source"), "campaign_source"),
    (("campaign", "medium"), "campaign_medium"),
    (("campaign", "name"), "campaign_name"),
    (("campaign", "term"), "campaign_term"),
    (("campaign", "content"), "campaign_content"),
    (("userAgent",), "user_agent"),
    (("locale",), "locale"),
    (("app", "name"), "app_name"),
    (("app", "version"), "app_version"),
)


def remaining_context(context: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
    """The context without the values that stand in the row's columns; None when nothing is left.

    The IP address always goes: only its anonymised form is kept, in its column.
    """
    left = {k: dict(v) if isinstance(v, dict) else v for k, v in context.items() if k != "ip"}
    for path, column in _HELD:
        _drop(left, path, row.get(column))
    if row.get("library"):
        _drop_library(left)
    if row.get("page_url") and (page := left.get("page")) and isinstance(page, dict):
        _drop_search(page, row["page_url"])
    return {k: v for k, v in left.items() if v not in (None, {}, "")} or None


def _drop(left: dict[str, Any], path: tuple[str, ...], held: Any) -> None:
    parent = left.get(path[0]) if len(path) == 2 else left
    if isinstance(parent, dict) and path[-1] in parent and parent[path[-1]] in (held, "", None):
        del parent[path[-1]]


def _drop_library(left: dict[str, Any]) -> None:
    library = left.get("library")
    if isinstance(library, dict):
        for key in ("name", "version"):
            if isinstance(library.get(key), str):
                del library[key]


def _drop_search(page: dict[str, Any], url: str) -> None:
    search = page.get("search")
    if isinstance(search, str) and search in url:
        del page["search"]
