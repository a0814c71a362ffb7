{{ config(dist='product_id', sort=['event_day', 'product_id']) }}

with interactions as (
    select
        interactions.event_key,
        interactions.item_number,
        interactions.visitor_id,
        sessions.session_id,
        interactions.event_at,
        interactions.event_day,
        interactions.interaction,
        interactions.product_id,
        interactions.list_id,
        interactions.position,
        interactions.quantity,
        interactions.price,
        interactions.currency,
        null::varchar(1024) as order_id,
        null::decimal(38, 2) as revenue
    from {{ ref('int_product_interactions') }} as interactions
    left join {{ ref('int_event_sessions') }} as sessions on interactions.event_key = sessions.event_key
    union all
    select
        origins.event_key,
        items.line_number as item_number,
        items.visitor_id,
        items.session_id,
        items.ordered_at as event_at,
        items.event_day,
        'purchase' as interaction,
        items.product_id,
        null as list_id,
        null as position,
        items.quantity,
        items.price,
        items.currency,
        items.order_id,
        items.revenue
    from {{ ref('fct_order_items') }} as items
    inner join {{ ref('int_order_events') }} as origins
        on items.order_id = origins.order_id and origins.is_origin
    where items.is_completed
)

select
    interactions.event_key,
    interactions.item_number,
    interactions.visitor_id,
    persons.person_id,
    interactions.session_id,
    interactions.event_at,
    interactions.event_day,
    interactions.interaction,
    interactions.product_id,
    interactions.list_id,
    interactions.position,
    interactions.quantity,
    interactions.price,
    interactions.currency,
    interactions.order_id,
    interactions.revenue
from interactions
left join {{ ref('int_person_visitors') }} as persons
    on interactions.visitor_id = persons.visitor_id
