{{ config(materialized='view') }}

-- A view, since the same cart is open today and abandoned tomorrow without any event of its own.
with latest as (
    select max(received_at) as known_until
    from {{ ref('int_events_deduplicated') }}
),

judged as (
    select
        carts.*,
        case
            when carts.ordered_at is not null then 'ordered'
            when carts.units = 0 then 'emptied'
            when carts.expires_at < latest.known_until then 'abandoned'
            else 'open'
        end as status
    from {{ ref('int_carts') }} as carts
    cross join latest
),

abandoned as (
    select
        *,
        coalesce(left_at, case when status = 'abandoned' then expires_at end) as abandoned_at,
        coalesce(
            order_id,
            case
                when next_ordered_at <= dateadd(day, {{ var('cart_recovery_days') }}, expires_at)
                    then next_order_id
            end
        ) as following_order_id
    from judged
)

select
    cart_key,
    cart_id,
    person_id,
    visitor_id,
    session_id,
    status,
    opened_at,
    event_day,
    last_activity_at,
    units_added,
    units_removed,
    products,
    units,
    cart_value,
    currency,
    checkout_started_at,
    checkout_step,
    order_id,
    ordered_at,
    datediff(second, opened_at, ordered_at) as seconds_to_order,
    abandoned_at,
    abandoned_at is not null and following_order_id is not null as is_recovered,
    case when abandoned_at is not null then following_order_id end as recovered_order_id
from abandoned
