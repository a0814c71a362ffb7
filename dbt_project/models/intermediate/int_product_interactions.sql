{{ config(dist='product_id', sort=['event_day', 'product_id']) }}

with events as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        product_id,
        properties,
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
    where event_type = 'track' and not is_bot
),

-- Events about one product name it among their properties, the others hold a list: of what was
-- seen, and of what was put into the cart or taken out of it at once.
single as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        interaction,
        1 as item_number,
        product_id,
        coalesce({{ super_count('properties.quantity') }}, 1) as quantity
    from events
    where interaction in ('click', 'view', 'add', 'remove', 'wish')
),

lists as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        interaction,
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
        lists.interaction,
        item_index + 1 as item_number,
        {{ super_text('product.product_id') }} as product_id,
        coalesce({{ super_count('product.quantity') }}, 1) as quantity
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
    interaction,
    product_id,
    quantity
from interactions
where product_id is not null
