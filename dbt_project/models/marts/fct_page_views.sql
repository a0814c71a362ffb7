{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'viewed_at']
) }}

with views as (
    select
        events.*,
        persons.person_id,
        pages.session_id,
        pages.page_view_id,
        pages.tellings,
        pages.page_pings,
        pages.engaged_seconds,
        pages.last_pinged_at,
        pages.scroll_x_pixels,
        pages.scroll_y_pixels,
        pages.scroll_x_percent,
        pages.scroll_y_percent,
        pages.document_width,
        pages.document_height,
        pages.viewport_width,
        pages.viewport_height,
        row_number() over (
            partition by pages.session_id
            order by events.event_at asc, events.received_at asc, events.event_key asc
        ) as page_number_in_session,
        count(*) over (partition by pages.session_id) as page_views_in_session,
        lag(events.page_path) over (
            partition by pages.session_id
            order by events.event_at asc, events.received_at asc, events.event_key asc
        ) as previous_page_path,
        lead(events.page_path) over (
            partition by pages.session_id
            order by events.event_at asc, events.received_at asc, events.event_key asc
        ) as next_page_path,
        lead(events.event_at) over (
            partition by pages.session_id
            order by events.event_at asc, events.received_at asc, events.event_key asc
        ) as next_viewed_at
    from {{ ref('int_page_engagement') }} as pages
    inner join {{ ref('int_events_deduplicated') }} as events
        on
            pages.event_key = events.event_key
            and pages.visitor_id = events.visitor_id
    inner join {{ ref('int_person_visitors') }} as persons
        on pages.visitor_id = persons.visitor_id
    where
        {{ in_rebuild_scope('visitor_days', 'pages') }}
        and {{ in_rebuild_scope('visitor_days', 'events') }}
)

select
    event_key,
    event_id,
    session_id,
    visitor_id,
    user_id,
    person_id,
    page_view_id,
    tracker_session_id,
    tracker_session_number,
    source,
    event_at as viewed_at,
    event_day,
    page_url,
    page_host,
    page_path,
    page_query,
    page_fragment,
    page_title,
    {{ super_text('properties.name') }} as page_name,
    {{ super_text('properties.category', 255) }} as page_category,
    page_referrer,
    referer_host,
    referer_medium,
    referer_source,
    referer_term,
    campaign_source,
    campaign_medium,
    campaign_name,
    campaign_term,
    campaign_content,
    click_id_name,
    click_id,
    click_id_network,
    page_number_in_session::integer as page_number_in_session,
    page_views_in_session::integer as page_views_in_session,
    page_number_in_session = 1 as is_entrance,
    page_number_in_session = page_views_in_session as is_exit,
    previous_page_path,
    next_page_path,
    datediff(second, event_at, next_viewed_at)::integer as seconds_to_next_page,
    coalesce(datediff(second, event_at, last_pinged_at), 0)::integer as seconds_to_last_ping,
    engaged_seconds,
    page_pings,
    tellings,
    scroll_x_pixels,
    scroll_y_pixels,
    scroll_x_percent,
    scroll_y_percent,
    document_width,
    document_height,
    viewport_width,
    viewport_height,
    device_type,
    device,
    browser,
    browser_version,
    os,
    os_version,
    locale,
    app_name,
    geo_country,
    geo_region,
    geo_region_name,
    geo_city,
    geo_timezone
from views
