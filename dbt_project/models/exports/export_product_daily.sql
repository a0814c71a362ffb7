{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='product_id', sort=['event_day', 'product_id']
) }}

select
    product_id,
    event_day,
    impressions,
    clicks,
    views,
    viewers,
    adds,
    removes,
    wishes,
    checkouts,
    orders,
    buyers,
    units,
    revenue
from {{ ref('product_daily') }}
where {{ in_rebuild_scope('days') }}
