{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='product_id', sort=['event_day', 'product_id']
) }}

with measures as (
    select
        product_id,
        event_day,
        visitor_id,
        interaction,
        null::varchar(1024) as order_id,
        0 as units,
        0::decimal(38, 2) as revenue
    from {{ ref('int_product_interactions') }}
    where {{ in_rebuild_scope('days') }}
    union all
    select
        order_lines.product_id,
        orders.event_day,
        orders.visitor_id,
        'order' as interaction,
        order_lines.order_id,
        order_lines.quantity as units,
        order_lines.revenue
    from {{ ref('int_order_lines') }} as order_lines
    inner join {{ ref('fct_orders') }} as orders on order_lines.order_id = orders.order_id
    where orders.is_completed and {{ in_rebuild_scope('days', 'orders') }}
)

select
    product_id,
    event_day,
    sum(case when interaction = 'impression' then 1 else 0 end)::bigint as impressions,
    sum(case when interaction = 'click' then 1 else 0 end)::bigint as clicks,
    sum(case when interaction = 'view' then 1 else 0 end)::bigint as views,
    count(distinct case when interaction = 'view' then visitor_id end)::bigint as viewers,
    sum(case when interaction = 'add' then 1 else 0 end)::bigint as adds,
    sum(case when interaction = 'remove' then 1 else 0 end)::bigint as removes,
    sum(case when interaction = 'wish' then 1 else 0 end)::bigint as wishes,
    sum(case when interaction = 'checkout' then 1 else 0 end)::bigint as checkouts,
    count(distinct order_id)::bigint as orders,
    count(distinct case when interaction = 'order' then visitor_id end)::bigint as buyers,
    sum(units)::bigint as units,
    sum(revenue)::decimal(38, 2) as revenue
from measures
group by product_id, event_day
