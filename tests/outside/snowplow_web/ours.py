"""What our models say of the published events, in the grains of Snowplow's: one query for each."""

PAGE = (
    "page_title", "page_url", "page_host", "page_path", "page_query", "page_fragment",
    "page_referrer", "referer_host", "referer_medium", "referer_source", "referer_term",
    "campaign_source", "campaign_medium", "campaign_name", "campaign_term", "campaign_content",
    "click_id", "click_id_network", "locale",
)  # fmt: skip

# Places in a session are those in the tracker's session here, which may be several of ours.
PAGE_VIEWS = """
select
    *,
    row_number() over (partition by tracker_session_id order by viewed_at, event_key) as place,
    count(*) over (partition by tracker_session_id) as places
from marts.fct_page_views
"""

_ACTIVITY = """
activity as (
    select persons.person_id, events.*
    from intermediate.int_event_sessions as sessions
    inner join intermediate.int_events_deduplicated as events
        on sessions.event_key = events.event_key
    inner join intermediate.int_person_visitors as persons
        on sessions.visitor_id = persons.visitor_id
)
"""


def _grouped(by: str) -> str:
    """Of each tracker session or person: its times and counts, its first and its last page."""
    first = ", ".join(f"max(case when place = 1 then {name} end) as first_{name}" for name in PAGE)
    last = ", ".join(
        f"max(case when from_last = 1 then {name} end) as last_{name}" for name in PAGE
    )
    return f"""
with {_ACTIVITY},
ends as (
    select
        *,
        row_number() over (partition by {by} order by event_at, event_key) as place,
        row_number() over (partition by {by} order by event_at desc, event_key desc) as from_last
    from activity
    where event_type = 'page' or event_name = 'Page Pinged'
),
first_and_last as (select {by}, {first}, {last} from ends group by {by}),
counted as (
    select
        {by}, min(event_at) as started_at, max(event_at) as ended_at, count(*) as events,
        count(distinct tracker_session_id) as tracker_sessions
    from activity group by {by}
),
viewed as (select {by}, count(*) as page_views from marts.fct_page_views group by {by}),
visits as (
    select {by}, sum(engaged_seconds) as engaged_seconds from marts.fct_sessions group by {by}
)
select
    first_and_last.*, counted.started_at, counted.ended_at, counted.events,
    counted.tracker_sessions, coalesce(viewed.page_views, 0) as page_views,
    coalesce(visits.engaged_seconds, 0) as engaged_seconds,
    datediff(second, counted.started_at, counted.ended_at) as duration_seconds
from first_and_last
inner join counted on first_and_last.{by} = counted.{by}
left join viewed on first_and_last.{by} = viewed.{by}
left join visits on first_and_last.{by} = visits.{by}
"""


SESSIONS = _grouped("tracker_session_id")
USERS = _grouped("person_id")
PERSONS = f"with {_ACTIVITY} select event_id, person_id from activity"
