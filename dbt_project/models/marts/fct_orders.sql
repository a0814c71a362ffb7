{{ config(
    materialized='incremental', incremental_strategy='rebuild_orders',
    dist='visitor_id', sort=['event_day', 'ordered_at']
) }}

with orders as (
    select
        order_id,
        max(case when is_latest then status end) as status,
        min(case when is_origin then event_at end) as ordered_at,
        min(case when is_origin then event_day end) as event_day,
        max(event_at) as last_changed_at,
        max(case when is_origin then event_key end) as origin_event_key,
        max(case when is_origin then visitor_id end) as visitor_id,
        max(case when is_origin then user_id end) as user_id,
        max(case when is_origin then source end) as source,
        max(case when status = 'completed' then 1 else 0 end) = 1 as is_completed,
        max(case when is_content then revenue end) as stated_revenue,
        max(case when is_content then total end) as total,
        max(case when is_content then shipping end) as shipping,
        max(case when is_content then tax end) as tax,
        max(case when is_content then discount end) as discount,
        max(case when is_content then coupon end) as coupon,
        max(case when is_content then affiliation end) as affiliation,
        coalesce(max(case when is_content then currency end), max(currency)) as currency,
        max(case when is_content then base_currency end) as base_currency,
        max(case when is_content then exchange_rate end) as exchange_rate,
        count(*) as event_count
    from {{ ref('int_order_events') }}
    where {{ in_rebuild_scope('orders') }}
    group by order_id
),

lines as (
    select
        order_id,
        count(*) as line_count,
        sum(quantity) as units,
        sum(revenue) as line_revenue
    from {{ ref('int_order_lines') }}
    where {{ in_rebuild_scope('orders') }}
    group by order_id
),

priced as (
    select
        orders.*,
        coalesce(lines.line_count, 0) as line_count,
        coalesce(lines.units, 0) as units,
        coalesce(lines.line_revenue, 0) as line_revenue,
        -- Shops leave out what they do not use: the next best amount stands in.
        coalesce(
            orders.stated_revenue,
            case
                -- GREATEST passes nulls over: without a total it would answer 0.
                when orders.total is not null
                    then greatest(orders.total - coalesce(orders.shipping, 0) - coalesce(orders.tax, 0), 0)
            end,
            lines.line_revenue,
            0
        ) as revenue
    from orders
    left join lines on orders.order_id = lines.order_id
),

-- A refund that names no amount is of the products that it names, at what was paid for them; one that
-- names neither is of the whole order.
refunds as (
    select
        priced.order_id,
        sum(
            case
                when refunds.amount is not null then refunds.amount
                when refunds.product_id is null then priced.revenue
                when priced.line_revenue > 0
                    then round(priced.revenue * refunds.refund_weight / priced.line_revenue, 2)
                when priced.units > 0 then round(priced.revenue * refunds.refund_weight / priced.units, 2)
                else refunds.refund_weight
            end
        ) as refunded_total
    from priced
    inner join {{ ref('int_order_refunds') }} as refunds on priced.order_id = refunds.order_id
    where refunds.line_number = 1
    group by priced.order_id
),

netted as (
    select
        priced.*,
        case when priced.status = 'cancelled' then 0 else 1 end as is_kept,
        least(greatest(coalesce(refunds.refunded_total, 0), 0), greatest(priced.revenue, 0))
            as refunded_revenue
    from priced
    left join refunds on priced.order_id = refunds.order_id
),

sessions as (
    select
        event_key,
        session_id
    from {{ ref('int_event_sessions') }}
    where event_day in (select priced.event_day from priced)
)

select
    netted.order_id,
    netted.status,
    netted.event_day,
    netted.ordered_at,
    netted.last_changed_at,
    netted.is_completed,
    netted.visitor_id,
    netted.user_id,
    sessions.session_id,
    netted.source,
    netted.currency,
    netted.revenue::decimal(38, 2) as revenue,
    netted.shipping,
    netted.tax,
    netted.discount,
    netted.total,
    netted.refunded_revenue::decimal(38, 2) as refunded_revenue,
    (netted.is_kept * (netted.revenue - netted.refunded_revenue))::decimal(38, 2) as net_revenue,
    netted.line_count::integer as line_count,
    netted.units::bigint as units,
    netted.line_revenue::decimal(38, 2) as line_revenue,
    netted.coupon,
    netted.affiliation,
    netted.event_count::integer as event_count,
    netted.base_currency,
    netted.exchange_rate,
    round(netted.revenue * netted.exchange_rate, 2)::decimal(38, 2) as revenue_base,
    round(netted.refunded_revenue * netted.exchange_rate, 2)::decimal(38, 2) as refunded_revenue_base,
    (
        netted.is_kept * (
            round(netted.revenue * netted.exchange_rate, 2)
            - round(netted.refunded_revenue * netted.exchange_rate, 2)
        )
    )::decimal(38, 2) as net_revenue_base
from netted
left join sessions on netted.origin_event_key = sessions.event_key
