{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='product_id', sort=['event_day', 'product_id']
) }}

with sessions as (
    select
        event_key,
        session_id
    from {{ ref('int_event_sessions') }}
    where {{ in_rebuild_scope('visitor_days') }}
),

origins as (
    select
        event_key,
        order_id
    from {{ ref('int_order_events') }}
    where is_origin and {{ in_rebuild_scope('visitor_days') }}
),

interactions as (
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
    left join sessions on interactions.event_key = sessions.event_key
    where {{ in_rebuild_scope('visitor_days', 'interactions') }}
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
    inner join origins on items.order_id = origins.order_id
    where items.is_completed and {{ in_rebuild_scope('visitor_days', 'items') }}
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
