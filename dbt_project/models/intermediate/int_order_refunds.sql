{{ config(
    materialized='incremental', incremental_strategy='rebuild_orders',
    dist='order_id', sort='order_id'
) }}

with contents as (
    select
        order_id,
        currency,
        exchange_rate
    from {{ ref('int_order_events') }}
    where is_content and {{ in_rebuild_scope('orders') }}
),

refunds as (
    select
        events.event_key,
        events.order_id,
        events.items,
        case
            when
                events.currency <> contents.currency
                and events.exchange_rate > 0 and contents.exchange_rate > 0
                then (coalesce(events.total, events.revenue) * events.exchange_rate / contents.exchange_rate)
            else coalesce(events.total, events.revenue)
        end::decimal(38, 2) as amount
    from {{ ref('int_order_events') }} as events
    left join contents on events.order_id = contents.order_id
    where events.status = 'refunded' and {{ in_rebuild_scope('orders', 'events') }}
),

naming as (
    select
        event_key,
        order_id,
        items
    from refunds
    where is_array(items)
),

named as (
    select
        naming.event_key,
        naming.order_id,
        item_index as item_number,
        {{ super_text('product.product_id') }} as product_id,
        coalesce({{ super_count('product.quantity') }}, 1) as quantity,
        coalesce({{ super_money('product.price') }}, 0) as price
    from naming, naming.items as product at item_index
),

-- What a unit weighs: its price, or as much as any other where the order tells no prices.
ordered as (
    select
        order_id,
        product_id,
        sum(quantity) as quantity,
        sum(revenue) as line_revenue,
        sum(sum(revenue)) over (partition by order_id) as order_revenue
    from {{ ref('int_order_lines') }}
    where {{ in_rebuild_scope('orders') }}
    group by order_id, product_id
),

weighed as (
    select
        named.event_key,
        named.item_number,
        named.product_id,
        named.quantity,
        case
            when ordered.product_id is null then named.quantity * named.price
            when ordered.order_revenue > 0
                then
                    ordered.line_revenue
                    * least(named.quantity, ordered.quantity) / nullif(ordered.quantity, 0)
            else least(named.quantity, ordered.quantity)
        end as weight
    from named
    left join ordered
        on named.order_id = ordered.order_id and named.product_id = ordered.product_id
    where named.product_id is not null
),

lines as (
    select
        refunds.event_key,
        refunds.order_id,
        refunds.amount,
        weighed.item_number,
        weighed.product_id,
        weighed.quantity,
        greatest(coalesce(weighed.weight, 0), 0)::decimal(38, 2) as weight
    from refunds
    left join weighed on refunds.event_key = weighed.event_key
)

select
    event_key,
    row_number() over (partition by event_key order by item_number asc)::integer as line_number,
    order_id,
    product_id,
    quantity,
    amount,
    weight,
    sum(weight) over (
        partition by event_key
        order by item_number asc
        rows unbounded preceding
    )::decimal(38, 2) as weight_so_far,
    sum(weight) over (partition by event_key)::decimal(38, 2) as refund_weight
from lines
