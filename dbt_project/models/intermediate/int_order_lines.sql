{{ config(
    materialized='incremental', incremental_strategy='rebuild_orders',
    dist='order_id', sort='product_id'
) }}

with contents as (
    select
        order_id,
        items
    from {{ ref('int_order_events') }}
    where is_content and is_array(items) and {{ in_rebuild_scope('orders') }}
),

listed as (
    select
        contents.order_id,
        line_index + 1 as line_number,
        {{ super_text('product.product_id') }} as product_id,
        {{ super_text('product.name', 4096) }} as product_name,
        {{ super_text('product.category') }} as category,
        {{ super_text('product.brand') }} as brand,
        {{ super_text('product.variant') }} as variant,
        coalesce({{ super_money('product.price') }}, 0) as price,
        coalesce({{ super_count('product.quantity') }}, 1) as quantity
    from contents, contents.items as product at line_index
),

-- Snowplow's older trackers tell of each line in an event of its own. Told again, the latest holds.
told as (
    select
        order_id,
        product_id,
        event_at,
        event_key,
        {{ super_text('properties.name', 4096) }} as product_name,
        {{ super_text('properties.category') }} as category,
        {{ super_text('properties.brand') }} as brand,
        {{ super_text('properties.variant') }} as variant,
        coalesce({{ super_money('properties.price') }}, 0) as price,
        coalesce({{ super_count('properties.quantity') }}, 1) as quantity,
        row_number() over (
            partition by order_id, product_id
            order by event_at desc, received_at desc, event_key desc
        ) as recency
    from {{ ref('int_events_deduplicated') }}
    where {{ is_order_line_event() }} and product_id is not null and {{ in_rebuild_scope('orders') }}
),

lines as (
    select * from listed
    union all
    select
        told.order_id,
        row_number() over (partition by told.order_id order by told.event_at asc, told.event_key asc)
            as line_number,
        told.product_id,
        told.product_name,
        told.category,
        told.brand,
        told.variant,
        told.price,
        told.quantity
    from told
    inner join {{ ref('int_order_events') }} as orders on told.order_id = orders.order_id
    where told.recency = 1 and orders.is_content and not coalesce(is_array(orders.items), false)
)

select
    order_id,
    line_number::integer as line_number,
    product_id,
    product_name,
    category,
    brand,
    variant,
    price,
    quantity,
    (price * quantity)::decimal(38, 2) as revenue
from lines
where product_id is not null
