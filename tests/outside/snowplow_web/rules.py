"""The rules by which our models and Snowplow's differ on the published events, with their evidence.

Each is told by the source rows themselves: a difference without such a row has no reason.
"""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import NamedTuple

from tests.outside.snowplow_web.differences import DERIVED_BY_HAND
from tests.outside.snowplow_web.rebuilt import Row, milliseconds

LONGEST_MS = timedelta(days=3) // timedelta(milliseconds=1)
MOMENTS = frozenset({"started_at", "ended_at", "viewed_at", "duration_seconds"})
LASTS = frozenset({"ended_at", "duration_seconds", "events", "page_views", "places"})
NO_LIMIT = (
    "Snowplow sets aside what comes over three days after a tracker's session began: its models "
    "rescan whole sessions. Ours end by silence, so no event has to be left out"
)
PING_IS_NO_VIEW = (
    "of this session the tracker sent a page ping alone, of a page viewed in an earlier one: that "
    "view is counted there, and the session began when its first event happened, not before it"
)
BOTH_KEPT = (
    "two events have one id and other contents: both are kept, since neither is known to be right"
)
NOT_ENRICHED = "the file has no referrer enrichment of these rows, and ours ran"
HOST_BY_HAND = "the row was made by hand: it names a referrer's host that its own referrer has not"
NOTHING_TOLD = "no ping told of any scrolling: unknown, not 0"
GREW = "the page grew while it was looked at: ours is its largest height, theirs its first"
SAME_MOMENT = "two pages were first at one millisecond: either is"
NO_VIEW_ID = "Snowplow leaves out a view that has no id; ours is told by its event"
LATE = (
    "Snowplow leaves out what was sent over three days after it happened; ours takes what comes up "
    "to 90 days late"
)
HASHED_ADDRESS = "the file has hashed addresses, of which no place can be told"


class Rule(NamedTuple):
    """Columns, and whether the rule is why they differ: of (ours, theirs, source rows)."""

    reason: str
    covers: Callable[[str], bool]
    holds: Callable[[str, str, list[Row]], bool]


def find_reason(column: str, ours: str, theirs: str, rows: list[Row]) -> str | None:
    """Why a column differs where the source rows are these; None where no rule tells."""
    for rule in RULES:
        if rule.covers(column) and rule.holds(ours, theirs, rows):
            return rule.reason
    return None


def find_surplus_reason(row: Row, rows: list[Row]) -> str | None:
    """Why a page view is one of ours alone; `rows` are its tracker's session."""
    if is_beyond_limit(row, rows):
        return NO_LIMIT
    if not row["page_view_id"]:
        return NO_VIEW_ID
    took = milliseconds(row["dvce_sent_tstamp"]) - milliseconds(row["dvce_created_tstamp"])
    return LATE if took > LONGEST_MS else None


def is_by_hand(row: Row) -> bool:
    """Its derived time is the time of sending, which is after it was received."""
    sent = milliseconds(row["dvce_sent_tstamp"])
    return milliseconds(row["derived_tstamp"]) == sent > milliseconds(row["collector_tstamp"])


def is_beyond_limit(row: Row, rows: list[Row]) -> bool:
    """Whether Snowplow leaves it out as too late in its session."""
    session = [milliseconds(r["derived_tstamp"]) for r in rows if _session(r) == _session(row)]
    return milliseconds(row["derived_tstamp"]) > min(session) + LONGEST_MS


def _session(row: Row) -> str:
    return row["domain_sessionid"]


def _are_long(_: str, __: str, rows: list[Row]) -> bool:
    return any(is_beyond_limit(row, rows) for row in rows)


def _have_lone_pings(_: str, __: str, rows: list[Row]) -> bool:
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(_session(row), set()).add(row["event_name"])
    return {"page_ping"} in kinds.values()


def _share_ids(_: str, __: str, rows: list[Row]) -> bool:
    return max(Counter(row["event_id"] for row in rows).values()) > 1


def _have_no_ping(_: str, theirs: str, rows: list[Row]) -> bool:
    return theirs == "0" and not any(row["pp_yoffset_max"] for row in rows)


def _begin_together(_: str, __: str, rows: list[Row]) -> bool:
    moments = sorted(r["derived_tstamp"] for r in rows if r["event_name"] == "page_view")
    return len(moments) > 1 and moments[0] == moments[1]


def _in(columns: Collection[str]) -> Callable[[str], bool]:
    return lambda column: column in columns


RULES = (
    Rule(DERIVED_BY_HAND, _in(MOMENTS), lambda _, __, rows: any(map(is_by_hand, rows))),
    Rule(NO_LIMIT, lambda c: c in LASTS or c.startswith("last_"), _are_long),
    Rule(PING_IS_NO_VIEW, _in({"page_views", "started_at", "duration_seconds"}), _have_lone_pings),
    Rule(BOTH_KEPT, _in({"events"}), _share_ids),
    Rule(
        NOT_ENRICHED,
        lambda c: c.endswith(("referer_medium", "referer_source")),
        lambda _, theirs, rows: not theirs and not any(row["refr_medium"] for row in rows),
    ),
    Rule(
        HOST_BY_HAND,
        lambda c: c.endswith("referer_host"),
        lambda _, theirs, rows: not any(theirs in row["page_referrer"] for row in rows),
    ),
    Rule(NOTHING_TOLD, _in({"scroll_x_pixels", "scroll_y_pixels"}), _have_no_ping),
    Rule(
        GREW, _in({"document_height"}), lambda _, __, rows: len({r["doc_height"] for r in rows}) > 1
    ),
    Rule(SAME_MOMENT, lambda c: c.startswith("first_page"), _begin_together),
    Rule(HASHED_ADDRESS, lambda c: c.startswith("geo_"), lambda ours, _, __: not ours),
)
