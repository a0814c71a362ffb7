"""What must hold between the figures that people read, written by hand. Run after the models."""

from expectations.suite import Expectation, Suite, accepted, between, no_rows, not_null

LONGEST_SESSION_SECONDS = 24 * 60 * 60
SHOWN_ROWS = 20


def _agree(name: str, mine: str, theirs: str) -> Expectation:
    """Figures by day agree: `mine` and `theirs` each select event_day, figure; theirs negated."""
    query = (
        f"select event_day, sum(figure) as difference from ({mine} union all {theirs}) as figures "
        f"group by event_day having sum(figure) <> 0 limit {SHOWN_ROWS}"
    )
    return no_rows(name, query)


def _never(name: str, row_id: str, condition: str) -> Expectation:
    """No row meets the condition."""
    return no_rows(name, f"select {row_id} from {{batch}} where {condition} limit {SHOWN_ROWS}")


SESSIONS = Suite(
    name="fct_sessions",
    relation="marts.fct_sessions",
    row_id="session_id",
    expectations=(
        not_null("visitor_id"),
        between("duration_seconds", 0, LONGEST_SESSION_SECONDS),
        between("events", 1),
        between("revenue", 0),
        accepted("funnel_step", range(5)),
        _never("sessions_end_after_they_start", "session_id", "ended_at < started_at"),
        _never(
            "conversion_means_orders", "session_id", "is_converted <> (orders > 0) or orders < 0"
        ),
        _agree(
            "sessions_hold_their_events",
            "select event_day, events::bigint as figure from {batch}",
            "select cast(min(event_at) as date) as event_day, -count(*) as figure "
            "from marts.fct_events where session_id is not null group by session_id",
        ),
    ),
)

ORDERS = Suite(
    name="fct_orders",
    relation="marts.fct_orders",
    row_id="order_id",
    expectations=(
        not_null("visitor_id"),
        between("revenue", 0),
        between("net_revenue", 0),
        between("refunded_revenue", 0),
        between("units", 0),
        _never("refunds_within_revenue", "order_id", "refunded_revenue > revenue"),
        _never("net_within_revenue", "order_id", "net_revenue > revenue"),
        _never("orders_change_after_they_are_made", "order_id", "last_changed_at < ordered_at"),
    ),
)

PRODUCT_DAYS = Suite(
    name="product_daily",
    relation="marts.product_daily",
    row_id="product_id",
    expectations=(
        *(between(measure, 0) for measure in ("views", "adds", "orders", "units", "revenue")),
        _never("viewers_within_views", "product_id", "viewers > views"),
        _never("buyers_within_orders", "product_id", "buyers > orders"),
        _agree(
            "product_revenue_is_that_of_the_orders",
            "select event_day, revenue as figure from {batch}",
            "select event_day, -line_revenue as figure from marts.fct_orders where is_completed",
        ),
    ),
)

SITE_DAYS = Suite(
    name="site_daily",
    relation="marts.site_daily",
    row_id="event_day",
    expectations=(
        *(between(measure, 0) for measure in ("visitors", "orders", "revenue", "net_revenue")),
        between("conversion_rate", 0, 1),
        _never(
            "funnel_narrows",
            "event_day",
            "sessions_with_view > sessions or sessions_with_add > sessions_with_view "
            "or sessions_with_checkout > sessions_with_add "
            "or sessions_with_order > sessions_with_checkout",
        ),
        _never("visitors_within_events", "event_day", "visitors > events"),
        _agree(
            "site_revenue_is_that_of_the_orders",
            "select event_day, revenue as figure from {batch}",
            "select event_day, -revenue as figure from marts.fct_orders where is_completed",
        ),
        _agree(
            "site_sessions_are_all_sessions",
            "select event_day, sessions as figure from {batch}",
            "select event_day, -1 as figure from marts.fct_sessions",
        ),
        _agree(
            "site_events_are_all_events",
            "select event_day, events as figure from {batch}",
            "select event_day, -1 as figure from marts.fct_events",
        ),
    ),
)

EXPORTED_PRODUCT_DAYS = Suite(
    name="export_product_daily",
    relation="exports.export_product_daily",
    row_id="product_id",
    expectations=(
        not_null("product_id"),
        not_null("event_day"),
        _agree(
            "exported_product_revenue_is_that_of_the_mart",
            "select event_day, revenue as figure from {batch}",
            "select event_day, -revenue as figure from marts.product_daily",
        ),
    ),
)

EXPORTED_SITE_DAYS = Suite(
    name="export_site_daily",
    relation="exports.export_site_daily",
    row_id="event_day",
    expectations=(
        not_null("event_day"),
        _agree(
            "exported_site_revenue_is_that_of_the_mart",
            "select event_day, revenue as figure from {batch}",
            "select event_day, -revenue as figure from marts.site_daily",
        ),
    ),
)

BUSINESS_RULES = (SESSIONS, ORDERS, PRODUCT_DAYS, SITE_DAYS, EXPORTED_PRODUCT_DAYS,
                  EXPORTED_SITE_DAYS)  # fmt: skip
