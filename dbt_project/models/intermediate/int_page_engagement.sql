{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort='event_day'
) }}

with activity as (
    select
        sessions.session_id,
        sessions.visitor_id,
        sessions.event_key,
        sessions.event_at,
        sessions.event_number_in_session,
        events.event_type = 'page' as is_view,
        events.tracker_page_view_id,
        -- The tracker's clock: what is sent at once is corrected by one amount, what is not by several.
        coalesce(events.original_at, events.event_at) as ticked_at,
        {{ super_side('events.context.parameters.ds', 1) }} as document_width,
        {{ super_side('events.context.parameters.ds', 2) }} as document_height,
        {{ super_side('events.context.parameters.vp', 1) }} as viewport_width,
        {{ super_side('events.context.parameters.vp', 2) }} as viewport_height,
        {{ super_count('events.properties.scroll_x_max') }} as scroll_x,
        {{ super_count('events.properties.scroll_y_max') }} as scroll_y
    from {{ ref('int_event_sessions') }} as sessions
    inner join {{ ref('int_events_deduplicated') }} as events
        on
            sessions.event_key = events.event_key
            and sessions.visitor_id = events.visitor_id
    where
        (events.event_type = 'page' or events.event_name = 'Page Pinged')
        and {{ in_rebuild_scope('visitor_days', 'sessions') }}
        and {{ in_rebuild_scope('visitor_days', 'events') }}
),

placed as (
    select
        *,
        -- Where no tracker tells, a ping is of the page that was viewed last.
        coalesce(
            tracker_page_view_id,
            last_value(
                case when is_view then coalesce(tracker_page_view_id, event_key) end
            ) ignore nulls over (
                partition by session_id
                order by event_number_in_session asc
                rows between unbounded preceding and current row
            )
        ) as page_view_id
    from activity
),

pages as (
    select
        session_id,
        page_view_id,
        max(visitor_id) as visitor_id,
        -- The key of the view that has the least number.
        substring(
            min(case when is_view then lpad(event_number_in_session::varchar, 10, '0') || event_key end), 11
        ) as event_key,
        min(event_at) as started_at,
        max(case when not is_view then event_at end) as last_pinged_at,
        sum(case when is_view then 1 else 0 end) as tellings,
        sum(case when is_view then 0 else 1 end) as page_pings,
        count(
            distinct case
                when not is_view
                    then floor(extract(epoch from ticked_at) / {{ var('page_ping_heartbeat_seconds') }})
            end
        ) as heartbeats,
        max(case when scroll_x > 0 then scroll_x else 0 end) as furthest_x,
        max(case when scroll_y > 0 then scroll_y else 0 end) as furthest_y,
        max(coalesce(scroll_x, scroll_y)) is not null as is_scroll_told,
        max(document_width) as document_width,
        max(document_height) as document_height,
        max(viewport_width) as viewport_width,
        max(viewport_height) as viewport_height
    from placed
    group by session_id, page_view_id
)

select
    session_id,
    visitor_id,
    page_view_id,
    event_key,
    started_at,
    last_pinged_at,
    started_at::date as event_day,
    tellings::integer as tellings,
    page_pings::integer as page_pings,
    -- The first ping comes after the minimum visit, each further one a heartbeat later.
    case
        when heartbeats > 0
            then
                {{ var('page_ping_minimum_visit_seconds') }}
                + (heartbeats - 1) * {{ var('page_ping_heartbeat_seconds') }}
        else 0
    end::integer as engaged_seconds,
    case when is_scroll_told then furthest_x end as scroll_x_pixels,
    case when is_scroll_told then furthest_y end as scroll_y_pixels,
    document_width,
    document_height,
    viewport_width,
    viewport_height,
    -- What the window shows is seen without any scrolling.
    case
        when document_width > 0 and viewport_width > 0
            then least(100, round(100.0 * (furthest_x + viewport_width) / document_width))
    end::integer as scroll_x_percent,
    case
        when document_height > 0 and viewport_height > 0
            then least(100, round(100.0 * (furthest_y + viewport_height) / document_height))
    end::integer as scroll_y_percent
from pages
