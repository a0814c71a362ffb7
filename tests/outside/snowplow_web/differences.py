"""Where Headwater and Snowplow made different things of one event, and why."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tests.outside.deployed import Line
from tests.outside.snowplow_web.rebuilt import Row, milliseconds

TOLERANCE_MS = 4
SAME_COLUMNS = {
    "page_url": "page_url",
    "page_host": "page_urlhost",
    "page_path": "page_urlpath",
    "page_title": "page_title",
    "page_referrer": "page_referrer",
    "campaign_source": "mkt_source",
    "campaign_medium": "mkt_medium",
    "campaign_name": "mkt_campaign",
    "campaign_term": "mkt_term",
    "campaign_content": "mkt_content",
    "click_id": "mkt_clickid",
}
NETWORKS = {"gclid": "Google"}

DERIVED_BY_HAND = (
    "the row was made by hand: it was sent after it had been received, and its derived time is "
    "the time of sending, which no correction of a clock gives"
)
ONE_CLIENT_FOR_ALL = (
    "the context file tells of Chrome 110 on Mac OS X 10.15.7 for every event, and this event's "
    "own user agent of another"
)


class Difference(NamedTuple):
    """A column, both values, and the reason; None where there is none that holds."""

    column: str
    ours: str
    theirs: str
    reason: str | None


def differences(row: Row, line: Line, agents: Mapping[str, Row] | None) -> Iterator[Difference]:
    """Of the moment, the page, the campaign and, where it is given, the user agent's context."""
    yield from _moment(row, line)
    for ours, theirs in SAME_COLUMNS.items():
        if theirs in row and row[theirs] and line.get(ours) != row[theirs]:
            yield Difference(ours, str(line.get(ours)), row[theirs], None)
        if theirs in row and not row[theirs] and line.get(ours) and theirs.startswith("mkt_"):
            yield Difference(ours, line[ours], "", None)
    network = NETWORKS.get(line.get("click_id_name") or "", "")
    if network != row["mkt_network"]:
        yield Difference("click_id_name", network, row["mkt_network"], None)
    if agents is not None:
        yield from _client(row, line, agents[row["event_id"]])


def _moment(row: Row, line: Line) -> Iterator[Difference]:
    theirs = milliseconds(row["derived_tstamp"])
    if abs(milliseconds(line["event_at"]) - theirs) <= TOLERANCE_MS:
        return
    sent, received = milliseconds(row["dvce_sent_tstamp"]), milliseconds(row["collector_tstamp"])
    reason = DERIVED_BY_HAND if theirs == sent > received else None
    yield Difference("event_at", line["event_at"], row["derived_tstamp"], reason)


def _client(row: Row, line: Line, theirs: Row) -> Iterator[Difference]:
    """Theirs counts only where the user agent that was sent has it."""
    agent = row["useragent"]
    system = f"Mac OS X {theirs['osMajor']}_{theirs['osMinor']}_{theirs['osPatch']}"
    named = {
        "browser": (theirs["useragentFamily"], f"Chrome/{theirs['useragentMajor']}."),
        "browser_version": (
            theirs["useragentVersion"].removeprefix(theirs["useragentFamily"]),
            f"Chrome/{theirs['useragentMajor']}.",
        ),
        "os": (theirs["osFamily"], system),
        "os_version": (theirs["osVersion"].removeprefix(theirs["osFamily"]), system),
        "device": (theirs["deviceFamily"], "Macintosh"),
    }
    for column, (value, evidence) in named.items():
        # The file spells families without their blanks.
        ours = (line.get(column) or "").replace(" ", "")
        if ours != value:
            reason = None if evidence in agent else ONE_CLIENT_FOR_ALL
            yield Difference(column, ours, value, reason)
