-- Of each completed order and model, credit adds up to 1 and money to the order's, and none is left out.
with shared as (
    select
        order_id,
        attribution_model,
        sum(credit) as credit,
        sum(attributed_revenue) as net_revenue,
        sum(attributed_revenue_base) as net_revenue_base
    from {{ ref('fct_attribution') }}
    group by order_id, attribution_model
),

counted as (
    select
        orders.order_id,
        count(shared.attribution_model) as models,
        sum(
            case
                when shared.credit <> 1 then 1
                when shared.net_revenue <> orders.net_revenue then 1
                when coalesce(shared.net_revenue_base, 0) <> coalesce(orders.net_revenue_base, 0) then 1
                else 0
            end
        ) as faults
    from {{ ref('fct_orders') }} as orders
    left join shared on orders.order_id = shared.order_id
    where orders.is_completed
    group by orders.order_id
)

select
    order_id,
    models,
    faults
from counted
where models <> 6 or faults > 0
