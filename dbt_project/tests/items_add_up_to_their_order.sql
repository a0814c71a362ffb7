-- Revenue, refunds and what is left of them, in both currencies: nothing is lost between the lines.
with items as (
    select
        order_id,
        sum(revenue) as revenue,
        sum(refunded_revenue) as refunded_revenue,
        sum(net_revenue) as net_revenue,
        sum(revenue_base) as revenue_base,
        sum(refunded_revenue_base) as refunded_revenue_base,
        sum(net_revenue_base) as net_revenue_base
    from {{ ref('fct_order_items') }}
    group by order_id
)

select items.*
from items
inner join {{ ref('fct_orders') }} as orders on items.order_id = orders.order_id
where
    items.revenue <> orders.revenue
    or items.refunded_revenue <> orders.refunded_revenue
    or items.net_revenue <> orders.net_revenue
    or coalesce(items.revenue_base, -1) <> coalesce(orders.revenue_base, -1)
    or coalesce(items.refunded_revenue_base, -1) <> coalesce(orders.refunded_revenue_base, -1)
    or coalesce(items.net_revenue_base, -1) <> coalesce(orders.net_revenue_base, -1)
