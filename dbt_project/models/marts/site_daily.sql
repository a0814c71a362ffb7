{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='all', sort='event_day'
) }}

with events as (
    select
        event_day,
        count(*) as events,
        sum(case when is_bot then 1 else 0 end) as bot_events,
        count(distinct case when session_id is not null then visitor_id end) as visitors,
        sum(case when session_id is not null and event_type = 'page' then 1 else 0 end) as page_views,
        sum(case when session_id is not null and event_type = 'screen' then 1 else 0 end) as screen_views,
        sum(
            case when session_id is not null and event_name = 'Product Viewed' then 1 else 0 end
        ) as product_views,
        sum(
            case
                when
                    session_id is not null
                    and event_name in ('Product Added', 'Wishlist Product Added to Cart') then 1
                else 0
            end
        ) as product_adds,
        sum(
            case when session_id is not null and event_name = 'Checkout Started' then 1 else 0 end
        ) as checkouts
    from {{ ref('fct_events') }}
    where {{ in_rebuild_scope('days') }}
    group by event_day
),

sessions as (
    select
        event_day,
        count(*) as sessions,
        sum(case when funnel_step >= 1 then 1 else 0 end) as sessions_with_view,
        sum(case when funnel_step >= 2 then 1 else 0 end) as sessions_with_add,
        sum(case when funnel_step >= 3 then 1 else 0 end) as sessions_with_checkout,
        sum(case when funnel_step >= 4 then 1 else 0 end) as sessions_with_order
    from {{ ref('fct_sessions') }}
    where {{ in_rebuild_scope('days') }}
    group by event_day
),

orders as (
    select
        event_day,
        count(*) as orders,
        count(distinct visitor_id) as buyers,
        sum(units) as units,
        sum(revenue) as revenue,
        sum(net_revenue) as net_revenue
    from {{ ref('fct_orders') }}
    where is_completed and {{ in_rebuild_scope('days') }}
    group by event_day
)

-- Sessions and orders take their day from an event, so no day of theirs is missing from events.
select
    events.event_day,
    events.events::bigint as events,
    events.bot_events::bigint as bot_events,
    events.visitors::bigint as visitors,
    coalesce(sessions.sessions, 0)::bigint as sessions,
    events.page_views::bigint as page_views,
    events.screen_views::bigint as screen_views,
    events.product_views::bigint as product_views,
    events.product_adds::bigint as product_adds,
    events.checkouts::bigint as checkouts,
    coalesce(sessions.sessions_with_view, 0)::bigint as sessions_with_view,
    coalesce(sessions.sessions_with_add, 0)::bigint as sessions_with_add,
    coalesce(sessions.sessions_with_checkout, 0)::bigint as sessions_with_checkout,
    coalesce(sessions.sessions_with_order, 0)::bigint as sessions_with_order,
    coalesce(orders.orders, 0)::bigint as orders,
    coalesce(orders.buyers, 0)::bigint as buyers,
    coalesce(orders.units, 0)::bigint as units,
    coalesce(orders.revenue, 0)::decimal(38, 2) as revenue,
    coalesce(orders.net_revenue, 0)::decimal(38, 2) as net_revenue,
    coalesce(
        sessions.sessions_with_order::decimal(18, 4) / nullif(sessions.sessions, 0), 0
    )::decimal(9, 4) as conversion_rate,
    coalesce(orders.revenue / nullif(orders.orders, 0), 0)::decimal(38, 2) as average_order_value
from events
left join sessions on events.event_day = sessions.event_day
left join orders on events.event_day = orders.event_day
