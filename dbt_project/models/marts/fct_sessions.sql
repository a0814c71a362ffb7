{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'started_at'],
    post_hook='{{ mark_first_visits() }}'
) }}

with events as (
    select
        *,
        row_number() over (
            partition by session_id
            order by
                case when page_path is null then 1 else 0 end asc,
                event_number_in_session asc
        ) as landing_rank,
        row_number() over (
            partition by session_id
            order by
                case when page_path is null then 1 else 0 end asc,
                event_number_in_session desc
        ) as exit_rank,
        row_number() over (
            partition by session_id
            order by
                case when coalesce(campaign_source, campaign_name, click_id) is null then 1 else 0 end asc,
                event_number_in_session asc
        ) as campaign_rank
    from {{ ref('fct_events') }}
    where session_id is not null and {{ in_rebuild_scope('visitor_days') }}
),

sessions as (
    select
        session_id,
        max(visitor_id) as visitor_id,
        max(user_id) as user_id,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        min(event_day) as event_day,
        max(case when event_number_in_session = 1 then source end) as source,
        max(case when landing_rank = 1 then page_host end) as landing_host,
        max(case when landing_rank = 1 then page_path end) as landing_page,
        max(case when exit_rank = 1 then page_path end) as exit_page,
        max(case when landing_rank = 1 then page_referrer end) as referrer,
        max(case when landing_rank = 1 then referer_host end) as referer_host,
        max(case when landing_rank = 1 then referer_medium end) as referer_medium,
        max(case when landing_rank = 1 then referer_source end) as referer_source,
        max(case when landing_rank = 1 then referer_term end) as referer_term,
        max(case when campaign_rank = 1 then campaign_source end) as campaign_source,
        max(case when campaign_rank = 1 then campaign_medium end) as campaign_medium,
        max(case when campaign_rank = 1 then campaign_name end) as campaign_name,
        max(case when campaign_rank = 1 then campaign_term end) as campaign_term,
        max(case when campaign_rank = 1 then campaign_content end) as campaign_content,
        max(case when campaign_rank = 1 then click_id_name end) as click_id_name,
        max(case when campaign_rank = 1 then click_id end) as click_id,
        max(case when campaign_rank = 1 then click_id_network end) as click_id_network,
        max(case when event_number_in_session = 1 then tracker_session_id end) as tracker_session_id,
        max(case when event_number_in_session = 1 then tracker_session_number end) as tracker_session_number,
        max(case when event_number_in_session = 1 then device_type end) as device_type,
        max(case when event_number_in_session = 1 then browser end) as browser,
        max(case when event_number_in_session = 1 then os end) as os,
        max(case when event_number_in_session = 1 then locale end) as locale,
        max(case when event_number_in_session = 1 then app_name end) as app_name,
        max(case when event_number_in_session = 1 then geo_country end) as geo_country,
        max(case when event_number_in_session = 1 then geo_region end) as geo_region,
        max(case when event_number_in_session = 1 then geo_region_name end) as geo_region_name,
        max(case when event_number_in_session = 1 then geo_city end) as geo_city,
        max(case when event_number_in_session = 1 then geo_timezone end) as geo_timezone,
        count(*) as events,
        sum(case when event_type = 'screen' then 1 else 0 end) as screen_views,
        sum(case when event_name = 'Product Viewed' then 1 else 0 end) as product_views,
        sum(
            case when event_name in ('Product Added', 'Wishlist Product Added to Cart') then 1 else 0 end
        ) as product_adds,
        sum(case when event_name = 'Checkout Started' then 1 else 0 end) as checkouts
    from events
    group by session_id
),

pages as (
    select
        session_id,
        count(event_key) as page_views,
        sum(page_pings) as page_pings,
        sum(engaged_seconds) as engaged_seconds
    from {{ ref('int_page_engagement') }}
    where {{ in_rebuild_scope('visitor_days') }}
    group by session_id
),

orders as (
    select
        session_id,
        count(*) as orders,
        sum(revenue) as revenue
    from {{ ref('fct_orders') }}
    where is_completed and session_id is not null and {{ in_rebuild_scope('visitor_days') }}
    group by session_id
),

measured as (
    select
        sessions.*,
        persons.person_id,
        datediff(second, sessions.started_at, sessions.ended_at) as duration_seconds,
        coalesce(pages.page_views, 0) as page_views,
        coalesce(pages.page_pings, 0) as page_pings,
        coalesce(pages.engaged_seconds, 0) as engaged_seconds,
        coalesce(orders.orders, 0) as orders,
        coalesce(orders.revenue, 0) as revenue,
        row_number() over (
            partition by sessions.visitor_id
            order by sessions.started_at asc, sessions.session_id asc
        ) as visit_rank
    from sessions
    inner join {{ ref('int_person_visitors') }} as persons on sessions.visitor_id = persons.visitor_id
    left join pages on sessions.session_id = pages.session_id
    left join orders on sessions.session_id = orders.session_id
),

judged as (
    select
        *,
        orders > 0
        or page_views + screen_views > 1
        or engaged_seconds >= {{ var('engaged_session_seconds') }}
        or duration_seconds >= {{ var('engaged_session_seconds') }} as is_engaged
    from measured
)

select
    session_id,
    visitor_id,
    user_id,
    person_id,
    tracker_session_id,
    tracker_session_number,
    started_at,
    ended_at,
    event_day,
    duration_seconds::integer as duration_seconds,
    engaged_seconds::integer as engaged_seconds,
    visit_rank = 1 as is_first_visit,
    is_engaged,
    page_views + screen_views = 1 and not is_engaged as is_bounce,
    source,
    app_name,
    landing_host,
    landing_page,
    exit_page,
    referrer,
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
    device_type,
    browser,
    os,
    locale,
    geo_country,
    geo_region,
    geo_region_name,
    geo_city,
    geo_timezone,
    events::integer as events,
    page_views::integer as page_views,
    screen_views::integer as screen_views,
    page_pings::integer as page_pings,
    product_views::integer as product_views,
    product_adds::integer as product_adds,
    checkouts::integer as checkouts,
    orders::integer as orders,
    revenue::decimal(38, 2) as revenue,
    orders > 0 as is_converted,
    -- A later step implies the earlier ones, however the visitor skipped them, so funnels only narrow.
    case
        when orders > 0 then 4
        when checkouts > 0 then 3
        when product_adds > 0 then 2
        when product_views > 0 then 1
        else 0
    end as funnel_step
from judged
