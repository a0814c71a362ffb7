{{ config(dist='all', sort='product_id') }}

{% set of = 'product_id' %}
{% set by = 'event_day' %}

with latest as (
    select
        product_id,
        first_seen_at,
        last_seen_at,
        lowest_price,
        highest_price,
        currency,
        {{ latest_told('product_name', of, by) }} as latest_product_name,
        {{ latest_told('category', of, by) }} as latest_category,
        {{ latest_told('brand', of, by) }} as latest_brand,
        {{ latest_told('variant', of, by) }} as latest_variant,
        {{ latest_told('price', of, by) }} as latest_price,
        {{ latest_told('currency', of, by) }} as latest_currency
    from {{ ref('int_products_daily') }}
)

select
    product_id,
    max(latest_product_name) as product_name,
    max(latest_category) as category,
    max(latest_brand) as brand,
    max(latest_variant) as variant,
    max(latest_price) as price,
    max(latest_currency) as currency,
    -- Prices in another currency than the latest do not compare with it.
    min(
        case
            when coalesce(currency, latest_currency, '') = coalesce(latest_currency, '') then lowest_price
        end
    ) as lowest_price,
    max(
        case
            when coalesce(currency, latest_currency, '') = coalesce(latest_currency, '') then highest_price
        end
    ) as highest_price,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from latest
group by product_id
