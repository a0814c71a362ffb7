{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='product_id', sort=['event_day', 'product_id']
) }}

{% set of = 'product_id, event_day' %}
{% set by = 'event_at, received_at, event_key, item_number' %}

with mentions as (
    select
        product_id,
        event_day,
        event_at,
        received_at,
        event_key,
        item_number,
        product_name,
        category,
        brand,
        variant,
        price,
        currency
    from {{ ref('int_product_interactions') }}
    where {{ in_rebuild_scope('days') }}
    union all
    select
        product_id,
        event_day,
        ordered_at as event_at,
        ordered_at as received_at,
        order_id as event_key,
        line_number as item_number,
        product_name,
        category,
        brand,
        variant,
        nullif(price, 0) as price,
        currency
    from {{ ref('fct_order_items') }}
    where {{ in_rebuild_scope('days') }}
),

latest as (
    select
        product_id,
        event_day,
        event_at,
        price,
        currency,
        {{ latest_told('product_name', of, by) }} as latest_product_name,
        {{ latest_told('category', of, by) }} as latest_category,
        {{ latest_told('brand', of, by) }} as latest_brand,
        {{ latest_told('variant', of, by) }} as latest_variant,
        {{ latest_told('price', of, by) }} as latest_price,
        {{ latest_told('currency', of, by) }} as latest_currency
    from mentions
)

select
    product_id,
    event_day,
    max(latest_product_name) as product_name,
    max(latest_category) as category,
    max(latest_brand) as brand,
    max(latest_variant) as variant,
    max(latest_price) as price,
    max(latest_currency) as currency,
    -- Prices in another currency than the latest do not compare with it.
    min(case when coalesce(currency, latest_currency, '') = coalesce(latest_currency, '') then price end)
        as lowest_price,
    max(case when coalesce(currency, latest_currency, '') = coalesce(latest_currency, '') then price end)
        as highest_price,
    min(event_at) as first_seen_at,
    max(event_at) as last_seen_at
from latest
group by product_id, event_day
