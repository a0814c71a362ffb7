{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='product_id', sort=['event_day', 'product_id']
) }}

with contents as (
    select
        'viewed_together' as relation,
        sessions.event_day,
        interactions.session_id as basket_id,
        interactions.product_id,
        min(interactions.event_at) as since
    from {{ ref('fct_product_interactions') }} as interactions
    inner join {{ ref('fct_sessions') }} as sessions on interactions.session_id = sessions.session_id
    where
        interactions.interaction = 'view'
        and {{ in_rebuild_scope('days', 'sessions') }}
        {%- if is_incremental() %}
            -- A session may reach over the days after the one on which it began, never before it.
            and interactions.event_day >= (
                select min(in_scope.event_day) from {{ ref('int_rebuild_scope') }} as in_scope
            )
        {%- endif %}
    group by sessions.event_day, interactions.session_id, interactions.product_id
    union all
    select
        'bought_together' as relation,
        event_day,
        order_id as basket_id,
        product_id,
        min(ordered_at) as since
    from {{ ref('fct_order_items') }}
    where is_completed and status <> 'cancelled' and {{ in_rebuild_scope('days') }}
    group by event_day, order_id, product_id
),

-- Pairs grow with the square of what a basket holds: of a very long one only the first products count.
placed as (
    select
        *,
        row_number() over (partition by relation, basket_id order by since asc, product_id asc) as place
    from contents
),

baskets as (
    select *
    from placed
    where place <= {{ var('affinity_products_per_basket') }}
)

select
    baskets.relation,
    baskets.event_day,
    baskets.product_id,
    companions.product_id as other_product_id,
    count(*)::bigint as baskets,
    sum(case when baskets.place = 1 and companions.place = 1 then 1 else 0 end)::bigint as baskets_led
from baskets
inner join baskets as companions
    on
        baskets.relation = companions.relation
        and baskets.basket_id = companions.basket_id
        and baskets.product_id <= companions.product_id
group by baskets.relation, baskets.event_day, baskets.product_id, companions.product_id
