{{ config(dist='visitor_id', sort=['event_day', 'started_at']) }}

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
                case when coalesce(campaign_source, click_id) is null then 1 else 0 end asc,
                event_number_in_session asc
        ) as campaign_rank
    from {{ ref('fct_events') }}
    where session_id is not null
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
        max(case when campaign_rank = 1 then campaign_source end) as campaign_source,
        max(case when campaign_rank = 1 then campaign_medium end) as campaign_medium,
        max(case when campaign_rank = 1 then campaign_name end) as campaign_name,
        max(case when campaign_rank = 1 then click_id_name end) as click_id_name,
        max(case when event_number_in_session = 1 then device_type end) as device_type,
        max(case when event_number_in_session = 1 then browser end) as browser,
        max(case when event_number_in_session = 1 then os end) as os,
        max(case when event_number_in_session = 1 then locale end) as locale,
        count(*) as events,
        sum(case when event_type = 'page' then 1 else 0 end) as page_views,
        sum(case when event_type = 'screen' then 1 else 0 end) as screen_views,
        sum(case when event_name = 'Product Viewed' then 1 else 0 end) as product_views,
        sum(
            case when event_name in ('Product Added', 'Wishlist Product Added to Cart') then 1 else 0 end
        ) as product_adds,
        sum(case when event_name = 'Checkout Started' then 1 else 0 end) as checkouts
    from events
    group by session_id
),

orders as (
    select
        session_id,
        count(*) as orders,
        sum(revenue) as revenue
    from {{ ref('fct_orders') }}
    where is_completed and session_id is not null
    group by session_id
)

select
    sessions.session_id,
    sessions.visitor_id,
    sessions.user_id,
    sessions.started_at,
    sessions.ended_at,
    sessions.event_day,
    datediff(second, sessions.started_at, sessions.ended_at)::integer as duration_seconds,
    sessions.source,
    sessions.landing_host,
    sessions.landing_page,
    sessions.exit_page,
    sessions.referrer,
    sessions.campaign_source,
    sessions.campaign_medium,
    sessions.campaign_name,
    sessions.click_id_name,
    sessions.device_type,
    sessions.browser,
    sessions.os,
    sessions.locale,
    sessions.events::integer as events,
    sessions.page_views::integer as page_views,
    sessions.screen_views::integer as screen_views,
    sessions.product_views::integer as product_views,
    sessions.product_adds::integer as product_adds,
    sessions.checkouts::integer as checkouts,
    coalesce(orders.orders, 0)::integer as orders,
    coalesce(orders.revenue, 0)::decimal(38, 2) as revenue,
    orders.orders is not null as is_converted,
    -- A later step implies the earlier ones, however the visitor skipped them, so funnels only narrow.
    case
        when orders.orders is not null then 4
        when sessions.checkouts > 0 then 3
        when sessions.product_adds > 0 then 2
        when sessions.product_views > 0 then 1
        else 0
    end as funnel_step
from sessions
left join orders on sessions.session_id = orders.session_id
