{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='product_id', sort=['event_day', 'product_id']
) }}

with events as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        received_at,
        product_id,
        properties,
        {{ super_text('properties.list_id') }} as list_id,
        upper({{ super_text('properties.currency', 12) }}) as currency,
        case event_name
            when 'Product List Viewed' then 'impression'
            when 'Product List Filtered' then 'impression'
            when 'Product Clicked' then 'click'
            when 'Product Viewed' then 'view'
            when 'Product Added' then 'add'
            when 'Wishlist Product Added to Cart' then 'add'
            when 'Product Removed' then 'remove'
            when 'Product Added to Wishlist' then 'wish'
            when 'Checkout Started' then 'checkout'
        end as interaction
    from {{ ref('int_events_deduplicated') }}
    where event_type = 'track' and not is_bot and {{ in_rebuild_scope('visitor_days') }}
),

-- Events about one product name it among their properties, the others hold a list: of what was
-- seen, and of what was put into the cart or taken out of it at once.
single as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        received_at,
        interaction,
        1 as item_number,
        product_id,
        {{ super_text('properties.name', 4096) }} as product_name,
        {{ super_text('properties.category') }} as category,
        {{ super_text('properties.brand') }} as brand,
        {{ super_text('properties.variant') }} as variant,
        {{ super_money('properties.price') }} as price,
        currency,
        coalesce({{ super_count('properties.quantity') }}, 1) as quantity,
        list_id,
        {{ super_count('properties.position') }} as position
    from events
    where interaction in ('click', 'view', 'add', 'remove', 'wish')
),

lists as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        received_at,
        interaction,
        currency,
        list_id,
        properties.products as items
    from events
    where
        is_array(properties.products)
        and (
            interaction in ('impression', 'checkout')
            or (interaction in ('add', 'remove') and product_id is null)
        )
),

listed as (
    select
        lists.event_key,
        lists.visitor_id,
        lists.event_at,
        lists.event_day,
        lists.received_at,
        lists.interaction,
        item_index + 1 as item_number,
        {{ super_text('product.product_id') }} as product_id,
        {{ super_text('product.name', 4096) }} as product_name,
        {{ super_text('product.category') }} as category,
        {{ super_text('product.brand') }} as brand,
        {{ super_text('product.variant') }} as variant,
        {{ super_money('product.price') }} as price,
        coalesce(upper({{ super_text('product.currency', 12) }}), lists.currency) as currency,
        coalesce({{ super_count('product.quantity') }}, 1) as quantity,
        lists.list_id,
        coalesce(
            {{ super_count('product.position') }},
            case when lists.interaction = 'impression' then item_index + 1 end
        ) as position
    from lists, lists.items as product at item_index
),

interactions as (
    select * from single
    union all
    select * from listed
)

select
    event_key,
    item_number::integer as item_number,
    visitor_id,
    event_at,
    event_day,
    received_at,
    interaction,
    product_id,
    product_name,
    category,
    brand,
    variant,
    price,
    currency,
    quantity,
    list_id,
    position::integer as position
from interactions
where product_id is not null
