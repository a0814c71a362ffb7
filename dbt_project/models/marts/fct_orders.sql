{{ config(dist='visitor_id', sort=['event_day', 'ordered_at']) }}

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
        -- A refund that names no amount is of the whole order.
        sum(case when status = 'refunded' then total end) as refunded_total,
        max(case when status = 'refunded' and total is null then 1 else 0 end) = 1 as is_wholly_refunded,
        count(*) as event_count
    from {{ ref('int_order_events') }}
    group by order_id
),

lines as (
    select
        order_id,
        count(*) as line_count,
        sum(quantity) as units,
        sum(revenue) as line_revenue
    from {{ ref('int_order_lines') }}
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
)

select
    priced.order_id,
    priced.status,
    priced.event_day,
    priced.ordered_at,
    priced.last_changed_at,
    priced.is_completed,
    priced.visitor_id,
    priced.user_id,
    sessions.session_id,
    priced.source,
    priced.currency,
    priced.revenue::decimal(38, 2) as revenue,
    priced.shipping,
    priced.tax,
    priced.discount,
    priced.total,
    case
        when priced.is_wholly_refunded then priced.revenue
        else least(coalesce(priced.refunded_total, 0), priced.revenue)
    end::decimal(38, 2) as refunded_revenue,
    case
        when priced.status = 'cancelled' or priced.is_wholly_refunded then 0
        else greatest(priced.revenue - coalesce(priced.refunded_total, 0), 0)
    end::decimal(38, 2) as net_revenue,
    priced.line_count::integer as line_count,
    priced.units::bigint as units,
    priced.line_revenue::decimal(38, 2) as line_revenue,
    priced.coupon,
    priced.affiliation,
    priced.event_count::integer as event_count
from priced
left join {{ ref('int_event_sessions') }} as sessions
    on priced.origin_event_key = sessions.event_key
