{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='all', sort='event_day'
) }}

select
    event_day,
    events,
    bot_events,
    visitors,
    sessions,
    page_views,
    screen_views,
    product_views,
    product_adds,
    checkouts,
    sessions_with_view,
    sessions_with_add,
    sessions_with_checkout,
    sessions_with_order,
    orders,
    buyers,
    units,
    revenue,
    net_revenue,
    conversion_rate,
    average_order_value
from {{ ref('site_daily') }}
where {{ in_rebuild_scope('days') }}
