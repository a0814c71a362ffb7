"""The columns of the raw tables: DDL, COPY list, dbt sources and expectation suites derive from it.

A new column is additive and nullable; its place is at the end of its table.
Timestamps are UTC without a zone. Lengths are bytes, as Redshift counts them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: `type` is Redshift's type name without its length; `length` is in bytes."""

    name: str
    type: str
    description: str
    length: int | None = None
    nullable: bool = True
    accepted: tuple[str, ...] = ()

    @property
    def redshift_type(self) -> str:
        """The type as DDL spells it, such as VARCHAR(64)."""
        return f"{self.type}({self.length})" if self.length else self.type


@dataclass(frozen=True)
class Table:
    """A raw table: `columns` come from the lake by COPY, `stamps` are added by the loader."""

    name: str
    description: str
    columns: tuple[Column, ...]
    stamps: tuple[Column, ...]
    distkey: str
    sortkeys: tuple[str, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Columns in table order: those of the lake, then the loader's stamps."""
        return self.columns + self.stamps


def text(name: str, length: int, description: str, *, nullable: bool = True) -> Column:
    """A VARCHAR column of `length` bytes."""
    return Column(name, "VARCHAR", description, length, nullable)


def moment(name: str, description: str, *, nullable: bool = True) -> Column:
    """A TIMESTAMP column, UTC."""
    return Column(name, "TIMESTAMP", description, nullable=nullable)


EVENT_TYPES = ("track", "page", "screen", "identify", "group", "alias")
PROTOCOLS = ("segment", "snowplow")
MEDIUMS = ("internal", "search", "social", "email", "paid", "unknown")
REJECTION_REASONS = (
    "malformed",
    "adapter_failure",
    "unknown_event",
    "schema_violation",
    "size_violation",
    "enrichment_failure",
)

# The reason of a tombstone: neither good nor rejected, an outcome of its own.
CONSENT_DROPPED = "consent_dropped"
CONSENT_REFUSED = text(
    "consent_refused", 1024, "Purposes refused, for which it was stripped or dropped; commas apart."
)

LOAD_STAMPS = (
    text("load_id", 36, "The load that brought this row in; see ops.load_ledger.", nullable=False),
    text(
        "load_hour",
        13,
        "Hour in which Firehose wrote the row's file, YYYY-MM-DD-HH, UTC.",
        nullable=False,
    ),
)

EVENTS = Table(
    name="events",
    description="Good events as they arrived, duplicates included. One row per delivery.",
    distkey="visitor_id",
    sortkeys=("load_hour", "event_at"),
    stamps=LOAD_STAMPS,
    columns=(
        text("arrival_id", 128, "Place on events-raw: shard:sequence:index.", nullable=False),
        text("event_key", 36, "uuid5 of event id and fingerprint: the identity.", nullable=False),
        text("event_id", 256, "The client's message id, or the tracker's.", nullable=False),
        text("fingerprint", 64, "SHA-256 of the event's content, hexadecimal.", nullable=False),
        text("source", 64, "Declared source that sent the event.", nullable=False),
        Column(
            "protocol",
            "VARCHAR",
            "Wire protocol of arrival.",
            16,
            nullable=False,
            accepted=PROTOCOLS,
        ),
        Column("event_type", "VARCHAR", "Kind of call.", 16, nullable=False, accepted=EVENT_TYPES),
        text("event_name", 255, "Name of a track call; the type otherwise.", nullable=False),
        text("schema_ref", 255, "iglu: reference of the schema that passed it.", nullable=False),
        moment("event_at", "When it happened, corrected for clock skew.", nullable=False),
        Column("event_day", "DATE", "Date of event_at.", nullable=False),
        moment("received_at", "When the gateway received the request.", nullable=False),
        moment("original_at", "The time the client claimed, uncorrected."),
        moment("sent_at", "The client's clock when it sent the request."),
        Column(
            "time_implausible",
            "BOOLEAN",
            "The claimed time was set aside for received_at.",
            nullable=False,
        ),
        text(
            "visitor_id", 64, "Pseudonym of the anonymous id, else of the user id.", nullable=False
        ),
        text("anonymous_id", 64, "Pseudonym of the client's anonymous id."),
        text("user_id", 64, "Pseudonym of the client's user id."),
        text("previous_id", 64, "Pseudonym of the id that an alias call replaces."),
        text("group_id", 256, "Group of a group call."),
        text("page_url", 8192, "Full URL of the page."),
        text("page_host", 255, "Host part of the page URL."),
        text("page_path", 4096, "Path part of the page URL."),
        text("page_title", 2048, "Title of the page."),
        text("page_referrer", 8192, "URL of the page before."),
        text("campaign_source", 255, "utm_source."),
        text("campaign_medium", 255, "utm_medium."),
        text("campaign_name", 255, "utm_campaign."),
        text("campaign_term", 255, "utm_term."),
        text("campaign_content", 255, "utm_content."),
        text("click_id_name", 32, "Parameter of the ad network's click id, such as gclid."),
        text("click_id", 512, "The ad network's click id."),
        text("user_agent", 2048, "User agent as sent."),
        text("browser", 128, "Browser family."),
        text("browser_version", 64, "Browser version."),
        text("os", 128, "Operating system family."),
        text("os_version", 64, "Operating system version."),
        text("device", 128, "Device family."),
        Column(
            "device_type",
            "VARCHAR",
            "Class of device.",
            16,
            accepted=("desktop", "mobile", "tablet", "bot", "other"),
        ),
        Column("is_bot", "BOOLEAN", "A known crawler sent it.", nullable=False),
        text("ip", 45, "Anonymised address: last IPv4 octet, last 80 IPv6 bits zeroed."),
        text("locale", 35, "Language tag of the client."),
        text("library", 128, "Name and version of the sending SDK."),
        text("app_name", 255, "Name of the sending app."),
        text("app_version", 64, "Version of the sending app."),
        Column("properties", "SUPER", "Properties of track, page and screen calls."),
        Column("traits", "SUPER", "Traits of identify and group calls, pseudonymised."),
        Column("context", "SUPER", "Context that no column holds, pseudonymised."),
        Column("attempt", "INTEGER", "0 on first arrival, counted up by replay.", nullable=False),
        text("page_scheme", 32, "Scheme of the page URL."),
        Column("page_port", "INTEGER", "Port of the page URL, the scheme's own where it has none."),
        text("page_query", 8192, "Query of the page URL, without its question mark."),
        text("page_fragment", 4096, "Fragment of the page URL, without its number sign."),
        text("referer_host", 255, "Host of the page before."),
        Column("referer_medium", "VARCHAR", "Kind of site that led here.", 16, accepted=MEDIUMS),
        text("referer_source", 128, "Name of the site that led here."),
        text("referer_term", 512, "What was searched for there."),
        text("click_id_network", 64, "Ad network of the click id."),
        text("geo_country", 2, "ISO 3166-1 code of the address's country."),
        text("geo_region", 16, "Code of the region within the country."),
        text("geo_region_name", 128, "Name of the region."),
        text("geo_city", 128, "Name of the city."),
        text("geo_timezone", 64, "Time zone of the place, such as Europe/Berlin."),
        Column("geo_latitude", "DOUBLE PRECISION", "Rounded latitude, where the settings ask."),
        Column("geo_longitude", "DOUBLE PRECISION", "Rounded longitude, where the settings ask."),
        Column("geo_asn", "BIGINT", "Number of the autonomous system that holds the address."),
        text("geo_isp", 255, "Internet provider, else organisation, that holds the address."),
        Column("is_anonymous_ip", "BOOLEAN", "The address is a proxy's, a VPN's or Tor's."),
        Column("revenue_base", "DECIMAL(18,4)", "Revenue, total or value in base_currency."),
        Column("price_base", "DECIMAL(18,4)", "Price of one piece in base_currency."),
        text("base_currency", 3, "ISO 4217 code of the currency that amounts were converted to."),
        Column("rate_date", "DATE", "Day of the exchange rate."),
        Column("exchange_rate", "DOUBLE PRECISION", "One unit of its currency in base_currency."),
        CONSENT_REFUSED,
        Column("enrichment_failures", "SUPER", "Enrichments that failed: enrichment, error."),
        Column(
            "violations",
            "SUPER",
            "What it breaks of the tracking plan, where its source is flagged and not refused.",
        ),
        text("tracker_session_id", 128, "Session as its tracker counts it, where it tells."),
        Column(
            "tracker_session_number",
            "INTEGER",
            "Number of that session among its visitor's, from 1.",
        ),
        text("tracker_page_view_id", 128, "View of a page as its tracker counts it."),
    ),
)

REJECTED_EVENTS = Table(
    name="rejected_events",
    description="Quarantined events: why, never the payload. One row per delivery.",
    distkey="arrival_id",
    sortkeys=("load_hour", "received_at"),
    stamps=LOAD_STAMPS,
    columns=(
        text("arrival_id", 128, "Place on events-raw: shard:sequence:index.", nullable=False),
        text("event_id", 256, "The client's message id where it could be read."),
        text("source", 64, "Declared source that sent the event.", nullable=False),
        Column(
            "protocol",
            "VARCHAR",
            "Wire protocol of arrival.",
            16,
            nullable=False,
            accepted=PROTOCOLS,
        ),
        text("event_type", 16, "Kind of call where it could be read."),
        text("event_name", 255, "Name of the event where it could be read."),
        text("schema_ref", 255, "Schema that it violates, where one was found."),
        Column(
            "reason",
            "VARCHAR",
            "Typed reason of the rejection, or consent_dropped.",
            32,
            nullable=False,
            accepted=(*REJECTION_REASONS, CONSENT_DROPPED),
        ),
        Column("violations", "SUPER", "Each violation: pointer, keyword, expected, found."),
        text("visitor_id", 64, "Pseudonym of the visitor where it could be read."),
        moment("received_at", "When the gateway received the request.", nullable=False),
        Column("attempt", "INTEGER", "0 on first arrival, counted up by replay.", nullable=False),
        CONSENT_REFUSED,
    ),
)

RAW_TABLES = (EVENTS, REJECTED_EVENTS)
