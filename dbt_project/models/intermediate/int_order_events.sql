{{ config(
    materialized='incremental', incremental_strategy='rebuild_orders',
    dist='order_id', sort=['event_day', 'event_at']
) }}

with changes as (
    select
        event_key,
        order_id,
        event_at,
        event_day,
        received_at,
        visitor_id,
        user_id,
        source,
        properties.products as items,
        case event_name
            when 'Order Completed' then 'completed'
            when 'Order Updated' then 'updated'
            when 'Order Cancelled' then 'cancelled'
            when 'Order Refunded' then 'refunded'
        end as status,
        {{ super_money('properties.revenue') }} as revenue,
        {{ super_money('properties.total') }} as total,
        {{ super_money('properties.shipping') }} as shipping,
        {{ super_money('properties.tax') }} as tax,
        {{ super_money('properties.discount') }} as discount,
        upper({{ super_text('properties.currency', 12) }}) as currency,
        {{ super_text('properties.coupon') }} as coupon,
        {{ super_text('properties.affiliation') }} as affiliation,
        base_currency,
        case when exchange_rate < 1e8 then exchange_rate::decimal(18, 10) end as exchange_rate
    from {{ ref('int_events_deduplicated') }}
    where {{ is_order_event() }} and {{ in_rebuild_scope('orders') }}
)

select
    *,
    -- The event that made the order: the first completion, else whatever is known first.
    row_number() over (
        partition by order_id
        order by
            case when status = 'completed' then 0 else 1 end asc,
            event_at asc, received_at asc, event_key asc
    ) = 1 as is_origin,
    -- The event whose amounts and products hold: a cancellation or a refund only speaks of its own.
    row_number() over (
        partition by order_id
        order by
            case when status in ('completed', 'updated') then 0 else 1 end asc,
            event_at desc, received_at desc, event_key desc
    ) = 1 and status in ('completed', 'updated') as is_content,
    row_number() over (
        partition by order_id
        order by event_at desc, received_at desc, event_key desc
    ) = 1 as is_latest
from changes
