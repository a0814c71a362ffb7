{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'event_at']
) }}

with events as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        received_at,
        order_id,
        {{ super_text('properties.cart_id') }} as cart_id,
        {{ super_money('properties.cart_value') }} as cart_value,
        {{ super_count('properties.step') }} as checkout_step,
        case
            when event_name in ('Product Added', 'Wishlist Product Added to Cart') then 'add'
            when event_name = 'Product Removed' then 'remove'
            when event_name = 'Cart Viewed' then 'view'
            when event_name = 'Order Completed' then 'order'
            else 'checkout'
        end as action
    from {{ ref('int_events_deduplicated') }}
    where
        event_type = 'track'
        and not is_bot
        and event_name in (
            'Product Added', 'Wishlist Product Added to Cart', 'Product Removed', 'Cart Viewed',
            'Checkout Started', 'Checkout Step Viewed', 'Checkout Step Completed', 'Payment Info Entered',
            'Order Completed'
        )
        and {{ in_rebuild_scope('visitor_days') }}
)

select
    events.event_key,
    events.visitor_id,
    sessions.session_id,
    events.event_at,
    events.event_day,
    events.received_at,
    events.action,
    nullif(events.cart_id, '') as cart_id,
    events.cart_value,
    events.checkout_step::integer as checkout_step,
    case when events.action = 'order' then events.order_id end as order_id
from events
left join {{ ref('int_event_sessions') }} as sessions on events.event_key = sessions.event_key
where events.action <> 'order' or events.order_id is not null
