"""What travels between the hops: the raw record, the good event, the rejected event.

The keys of the last two are the columns of `raw.events` and `raw.rejected_events` (columns.py).
Moments are ISO texts in UTC, YYYY-MM-DDTHH:MM:SS.mmmZ.
"""

import base64
from typing import Any, NotRequired, Required, TypedDict

RECORD_VERSION = 1


class RawRecord(TypedDict, total=False):
    """One HTTP request, or one parcel of the SDK, on events-raw; one of the three bodies is there.

    The SDK leaves `received_at` out: Kinesis' own time of arrival stands for it.

    `message_ids` holds ids assigned to items that came without, by index. `attempt` and
    `arrival_ids` are only on replays. The body of a GET is its query string.

    `gpc` says that the browser sent the Global Privacy Control along.

    Of Snowplow's protocol: `network_user_id` is the cookie's, `anonymous` says that the sender
    asked for nothing of that kind to be kept, and `unread_bytes` that a body of that many bytes
    was over the limit: it was not read and is one arrival, to be set aside whole.
    """

    v: Required[int]
    protocol: Required[str]
    source: Required[str]
    endpoint: Required[str]
    request_id: Required[str]
    received_at: str
    ip: str | None
    user_agent: str | None
    count: Required[int]
    message_ids: Required[dict[str, str]]
    body: str
    body_base64: str
    body_ref: str
    attempt: int
    arrival_ids: list[str]
    gpc: bool
    network_user_id: str
    referer: str
    anonymous: bool
    unread_bytes: int


def add_body(record: RawRecord, body: bytes) -> None:
    """Adds the body as text, or as base64 where it is not UTF-8."""
    try:
        record["body"] = body.decode()
    except UnicodeDecodeError:
        record["body_base64"] = base64.b64encode(body).decode()


class Violation(TypedDict):
    """One thing that is wrong with an item: a JSON pointer into it and what is wrong there."""

    pointer: str
    keyword: str
    expected: str
    found: str


class CanonicalEvent(TypedDict):
    """A good event, one line on events-validated; absent keys are null."""

    arrival_id: str
    event_key: str
    event_id: str
    fingerprint: str
    source: str
    protocol: str
    event_type: str
    event_name: str
    schema_ref: str
    event_at: str
    event_day: str
    received_at: str
    original_at: NotRequired[str | None]
    sent_at: NotRequired[str | None]
    time_implausible: bool
    visitor_id: str
    anonymous_id: NotRequired[str | None]
    user_id: NotRequired[str | None]
    previous_id: NotRequired[str | None]
    group_id: NotRequired[str | None]
    page_url: NotRequired[str | None]
    page_host: NotRequired[str | None]
    page_path: NotRequired[str | None]
    page_title: NotRequired[str | None]
    page_referrer: NotRequired[str | None]
    campaign_source: NotRequired[str | None]
    campaign_medium: NotRequired[str | None]
    campaign_name: NotRequired[str | None]
    campaign_term: NotRequired[str | None]
    campaign_content: NotRequired[str | None]
    click_id_name: NotRequired[str | None]
    click_id: NotRequired[str | None]
    user_agent: NotRequired[str | None]
    browser: NotRequired[str | None]
    browser_version: NotRequired[str | None]
    os: NotRequired[str | None]
    os_version: NotRequired[str | None]
    device: NotRequired[str | None]
    device_type: NotRequired[str | None]
    is_bot: bool
    ip: NotRequired[str | None]
    locale: NotRequired[str | None]
    library: NotRequired[str | None]
    app_name: NotRequired[str | None]
    app_version: NotRequired[str | None]
    properties: NotRequired[dict[str, Any] | None]
    traits: NotRequired[dict[str, Any] | None]
    context: NotRequired[dict[str, Any] | None]
    attempt: int
    page_scheme: NotRequired[str | None]
    page_port: NotRequired[int | None]
    page_query: NotRequired[str | None]
    page_fragment: NotRequired[str | None]
    referer_host: NotRequired[str | None]
    referer_medium: NotRequired[str | None]
    referer_source: NotRequired[str | None]
    referer_term: NotRequired[str | None]
    click_id_network: NotRequired[str | None]
    geo_country: NotRequired[str | None]
    geo_region: NotRequired[str | None]
    geo_region_name: NotRequired[str | None]
    geo_city: NotRequired[str | None]
    geo_timezone: NotRequired[str | None]
    geo_latitude: NotRequired[float | None]
    geo_longitude: NotRequired[float | None]
    geo_asn: NotRequired[int | None]
    geo_isp: NotRequired[str | None]
    is_anonymous_ip: NotRequired[bool | None]
    revenue_base: NotRequired[float | None]
    price_base: NotRequired[float | None]
    base_currency: NotRequired[str | None]
    rate_date: NotRequired[str | None]
    exchange_rate: NotRequired[float | None]
    consent_refused: NotRequired[str | None]
    enrichment_failures: NotRequired[list[dict[str, str]] | None]
    violations: NotRequired[list[Violation] | None]
    tracker_session_id: NotRequired[str | None]
    tracker_session_number: NotRequired[int | None]
    tracker_page_view_id: NotRequired[str | None]


class RejectedEvent(TypedDict):
    """A quarantined event, or a tombstone, one line under rejected/.

    The item's original text is in `payload`, or in `payload_base64` where it is not UTF-8. Where
    it is too big for a line both are absent: the archive under received/ holds it, found by
    `arrival_id`. `envelope` is the raw record without its body, and the batch's shared fields.
    """

    arrival_id: str
    event_id: NotRequired[str | None]
    source: str
    protocol: str
    event_type: NotRequired[str | None]
    event_name: NotRequired[str | None]
    schema_ref: NotRequired[str | None]
    reason: str
    violations: list[Violation]
    visitor_id: NotRequired[str | None]
    received_at: str
    attempt: int
    consent_refused: NotRequired[str | None]
    payload: NotRequired[str]
    payload_base64: NotRequired[str]
    envelope: NotRequired[dict[str, Any]]
