{{ config(
    materialized='incremental', incremental_strategy='rebuild_orders',
    dist='order_id', sort=['event_day', 'product_id']
) }}

with weighed as (
    select
        order_lines.order_id,
        order_lines.line_number,
        order_lines.product_id,
        order_lines.product_name,
        order_lines.category,
        order_lines.brand,
        order_lines.variant,
        order_lines.price,
        order_lines.quantity,
        order_lines.revenue as line_revenue,
        orders.event_day,
        orders.ordered_at,
        orders.status,
        orders.is_completed,
        orders.visitor_id,
        orders.user_id,
        orders.session_id,
        orders.source,
        orders.currency,
        orders.base_currency,
        orders.exchange_rate,
        orders.revenue as order_revenue,
        orders.refunded_revenue as order_refund,
        -- What a unit weighs: its price, or as much as any other where the order tells no prices.
        case
            when orders.line_revenue > 0 then greatest(order_lines.revenue, 0)
            when orders.units > 0 then order_lines.quantity
            else 1
        end::decimal(38, 2) as weight
    from {{ ref('int_order_lines') }} as order_lines
    inner join {{ ref('fct_orders') }} as orders on order_lines.order_id = orders.order_id
    where {{ in_rebuild_scope('orders', 'order_lines') }} and {{ in_rebuild_scope('orders', 'orders') }}
),

running as (
    select
        *,
        sum(weight) over (partition by order_id order by line_number asc rows unbounded preceding)
            as weight_so_far,
        sum(weight) over (partition by order_id) as order_weight
    from weighed
),

paid as (
    select
        *,
        {{ spread('order_revenue', 'weight_so_far', 'weight', 'order_weight') }} as revenue
    from running
),

-- An amount that a refund tells is of the products it names; without one, what was paid for them is.
refunded_parts as (
    select
        refunds.order_id,
        refunds.product_id,
        refunds.quantity,
        refunds.weight,
        refunds.weight_so_far,
        coalesce(refunds.amount, orders.revenue) as amount,
        case
            when refunds.amount is not null then refunds.refund_weight
            when orders.line_revenue > 0 then orders.line_revenue
            else orders.units
        end as whole
    from {{ ref('int_order_refunds') }} as refunds
    inner join {{ ref('fct_orders') }} as orders on refunds.order_id = orders.order_id
    where
        refunds.product_id is not null
        and {{ in_rebuild_scope('orders', 'refunds') }}
        and {{ in_rebuild_scope('orders', 'orders') }}
),

refunded_products as (
    select
        order_id,
        product_id,
        sum(quantity) as quantity,
        sum({{ spread('amount', 'weight_so_far', 'weight', 'whole') }}) as amount
    from refunded_parts
    group by order_id, product_id
),

-- A product may be on several lines of an order.
product_running as (
    select
        paid.*,
        sum(paid.revenue) over (
            partition by paid.order_id, paid.product_id
            order by paid.line_number asc
            rows unbounded preceding
        ) as revenue_so_far,
        sum(paid.revenue) over (partition by paid.order_id, paid.product_id) as product_revenue,
        sum(paid.quantity) over (
            partition by paid.order_id, paid.product_id
            order by paid.line_number asc
            rows unbounded preceding
        ) as quantity_so_far,
        coalesce(refunded_products.quantity, 0) as product_refunded_quantity,
        coalesce(refunded_products.amount, 0) as product_refund
    from paid
    left join refunded_products
        on paid.order_id = refunded_products.order_id and paid.product_id = refunded_products.product_id
),

named as (
    select
        *,
        least(product_refunded_quantity - quantity_so_far + quantity, quantity) as named_quantity,
        {{
            spread(
                'least(product_refund, product_revenue)', 'revenue_so_far', 'revenue', 'product_revenue'
            )
        }} as named_refund
    from product_running
),

-- What no product was named for is taken from whatever is left of each line.
remaining as (
    select
        *,
        revenue - named_refund as unnamed_revenue,
        sum(revenue - named_refund) over (
            partition by order_id
            order by line_number asc
            rows unbounded preceding
        ) as unnamed_so_far,
        sum(revenue - named_refund) over (partition by order_id) as order_unnamed,
        order_refund - sum(named_refund) over (partition by order_id) as order_unnamed_refund
    from named
),

refunded as (
    select
        *,
        named_refund
        + {{ spread('order_unnamed_refund', 'unnamed_so_far', 'unnamed_revenue', 'order_unnamed') }}
            as refunded_revenue
    from remaining
),

-- In the base currency first what was refunded and then what was kept, in one running total: so each
-- adds up to the order's amount, which is rounded as a whole.
kept as (
    select
        *,
        revenue - refunded_revenue as kept_revenue,
        sum(refunded_revenue) over (
            partition by order_id
            order by line_number asc
            rows unbounded preceding
        ) as refunded_so_far,
        order_refund + sum(revenue - refunded_revenue) over (
            partition by order_id
            order by line_number asc
            rows unbounded preceding
        ) as kept_so_far
    from refunded
),

converted as (
    select
        *,
        case when status = 'cancelled' then 0 else 1 end as is_kept,
        round(refunded_so_far * exchange_rate, 2)
        - round((refunded_so_far - refunded_revenue) * exchange_rate, 2) as refunded_base,
        round(kept_so_far * exchange_rate, 2)
        - round((kept_so_far - kept_revenue) * exchange_rate, 2) as kept_base
    from kept
)

select
    order_id,
    line_number,
    event_day,
    ordered_at,
    status,
    is_completed,
    visitor_id,
    user_id,
    session_id,
    source,
    product_id,
    product_name,
    category,
    brand,
    variant,
    currency,
    price,
    quantity,
    line_revenue,
    (line_revenue - revenue)::decimal(38, 2) as discount,
    revenue::decimal(38, 2) as revenue,
    case
        when order_revenue > 0 and order_refund = order_revenue then quantity
        else greatest(named_quantity, 0)
    end::integer as refunded_quantity,
    refunded_revenue::decimal(38, 2) as refunded_revenue,
    (is_kept * kept_revenue)::decimal(38, 2) as net_revenue,
    base_currency,
    (refunded_base + kept_base)::decimal(38, 2) as revenue_base,
    refunded_base::decimal(38, 2) as refunded_revenue_base,
    (is_kept * kept_base)::decimal(38, 2) as net_revenue_base
from converted
