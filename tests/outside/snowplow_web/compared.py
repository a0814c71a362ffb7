"""The columns that Snowplow's models and ours both have, in three grains, and where they differ.

Not compared: what the files took from elsewhere and no request holds (whole user agents, whose own
contexts test_real_events.py compares), names of countries and languages, and what their project
declares as a conversion.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.outside.snowplow_web.differences import TOLERANCE_MS
from tests.outside.snowplow_web.rebuilt import DEMO, Row, milliseconds

Columns = Mapping[str, str]

_PAGE = {
    "page_title": "page_title",
    "page_url": "page_url",
    "page_host": "page_urlhost",
    "page_path": "page_urlpath",
    "page_query": "page_urlquery",
    "page_fragment": "page_urlfragment",
}
_ORIGIN = {
    "referer_host": "refr_urlhost",
    "referer_medium": "refr_medium",
    "referer_source": "refr_source",
    "referer_term": "refr_term",
    "campaign_source": "mkt_source",
    "campaign_medium": "mkt_medium",
    "campaign_name": "mkt_campaign",
    "campaign_term": "mkt_term",
    "campaign_content": "mkt_content",
    "click_id": "mkt_clickid",
    "click_id_network": "mkt_network",
}
PAGE_VIEW: Columns = {
    **_PAGE,
    **_ORIGIN,
    "page_referrer": "page_referrer",
    "page_view_id": "page_view_id",
    "app_name": "app_id",
    "tracker_session_id": "domain_sessionid",
    "tracker_session_number": "domain_sessionidx",
    "place": "page_view_in_session_index",
    "places": "page_views_in_session",
    "viewed_at": "start_tstamp",
    "engaged_seconds": "engaged_time_in_s",
    "seconds_to_last_ping": "absolute_time_in_s",
    "scroll_x_pixels": "horizontal_pixels_scrolled",
    "scroll_y_pixels": "vertical_pixels_scrolled",
    "scroll_x_percent": "horizontal_percentage_scrolled",
    "scroll_y_percent": "vertical_percentage_scrolled",
    "document_width": "doc_width",
    "document_height": "doc_height",
    "viewport_width": "br_viewwidth",
    "viewport_height": "br_viewheight",
    "locale": "br_lang",
    "geo_country": "geo_country",
    "geo_region": "geo_region",
    "geo_city": "geo_city",
}
_SPAN: Columns = {
    "started_at": "start_tstamp",
    "ended_at": "end_tstamp",
    "page_views": "page_views",
    "engaged_seconds": "engaged_time_in_s",
    **{f"first_{name}": f"first_{theirs}" for name, theirs in _PAGE.items()},
    **{f"last_{name}": f"last_{theirs}" for name, theirs in _PAGE.items()},
    **{f"first_{name}": theirs for name, theirs in _ORIGIN.items()},
    "first_page_referrer": "referrer",
    "last_locale": "last_br_lang",
}
SESSION: Columns = {
    **_SPAN,
    "duration_seconds": "absolute_time_in_s",
    "events": "total_events",
    "first_locale": "br_lang",
}
USER: Columns = {**_SPAN, "tracker_sessions": "sessions", "first_locale": "first_br_lang"}


def compare(
    ours: Mapping[str, Any], theirs: Row, columns: Columns
) -> Iterator[tuple[str, str, str]]:
    """(column, our value, theirs) where they differ; an empty text is null."""
    for name, their_name in columns.items():
        value, other = ours[name], theirs[their_name]
        if not _is_same(name, value, other):
            yield name, "" if value is None else str(value), other


def _is_same(name: str, value: Any, other: str) -> bool:
    if isinstance(value, datetime):
        return abs(milliseconds(value.isoformat()) - milliseconds(other)) <= TOLERANCE_MS
    if name == "app_name":
        # Our requests have to name an app; these rows named none.
        return value == (other or DEMO)
    if isinstance(value, int) and other:
        return value == float(other)
    return ("" if value is None else value) == other
