{{ config(
    materialized='incremental', incremental_strategy='rebuild_persons',
    dist='order_id', sort=['event_day', 'attribution_model']
) }}

with orders as (
    select
        orders.order_id,
        orders.event_day,
        orders.ordered_at,
        persons.person_id,
        orders.currency,
        orders.base_currency,
        orders.net_revenue::decimal(30, 2) as net_revenue,
        orders.net_revenue_base::decimal(30, 2) as net_revenue_base
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('int_person_visitors') }} as persons on orders.visitor_id = persons.visitor_id
    where orders.is_completed and {{ in_rebuild_scope('persons', 'persons') }}
),

touchpoints as (
    select
        session_id,
        person_id,
        touched_at,
        source,
        medium,
        campaign,
        is_direct
    from {{ ref('int_touchpoints') }}
    where {{ in_rebuild_scope('persons') }}
),

-- An order that no known visit led to keeps one row without a visit, so that nothing is lost.
touches as (
    select
        orders.*,
        touchpoints.session_id,
        touchpoints.touched_at,
        coalesce(touchpoints.source, '(unknown)') as source,
        coalesce(touchpoints.medium, '(unknown)') as medium,
        coalesce(touchpoints.campaign, '(unknown)') as campaign,
        touchpoints.is_direct,
        -- GREATEST passes nulls over: an order without a visit has 1 here as well.
        greatest(
            round(
                1000000000 * power(
                    0.5::float,
                    datediff(second, touchpoints.touched_at, orders.ordered_at)
                    / ({{ var('attribution_half_life_days') }} * 86400)::float
                )
            )::bigint,
            1
        ) as decayed,
        row_number() over (
            partition by orders.order_id
            order by touchpoints.touched_at asc, touchpoints.session_id asc
        ) as touch_number,
        count(*) over (partition by orders.order_id) as touch_count,
        row_number() over (
            partition by orders.order_id
            order by
                touchpoints.is_direct asc,
                touchpoints.touched_at desc,
                touchpoints.session_id desc
        ) as recency_of_known
    from orders
    left join touchpoints
        on
            orders.person_id = touchpoints.person_id
            and orders.ordered_at >= touchpoints.touched_at
            and touchpoints.touched_at
            >= dateadd(day, -{{ var('attribution_window_days') }}, orders.ordered_at)
),

models as (
    select 'first_touch' as attribution_model
    union all
    select 'last_touch' as attribution_model
    union all
    select 'last_non_direct' as attribution_model
    union all
    select 'linear' as attribution_model
    union all
    select 'time_decay' as attribution_model
    union all
    select 'position_based' as attribution_model
),

-- Whole numbers, whose sums are exact in whatever order they are taken.
weighted as (
    select
        touches.*,
        models.attribution_model,
        case models.attribution_model
            when 'first_touch' then case when touches.touch_number = 1 then 1 else 0 end
            when 'last_touch' then case when touches.touch_number = touches.touch_count then 1 else 0 end
            when 'last_non_direct' then case when touches.recency_of_known = 1 then 1 else 0 end
            when 'linear' then 1
            when 'time_decay' then touches.decayed
            -- 40 % to the first, 40 % to the last, 20 % among those between.
            when 'position_based'
                then
                    case
                        when touches.touch_count <= 2 then 1
                        when touches.touch_number in (1, touches.touch_count)
                            then 2 * (touches.touch_count - 2)
                        else 1
                    end
        end::bigint as weight
    from touches
    cross join models
),

summed as (
    select
        *,
        sum(weight) over (
            partition by order_id, attribution_model
            order by touch_number asc
            rows unbounded preceding
        ) as weight_so_far,
        sum(weight) over (partition by order_id, attribution_model) as total_weight
    from weighted
),

-- Each touch gets what the credit up to it, rounded, has grown by: what is left of one touch's
-- rounding goes to the next, the last one makes it whole.
credited as (
    select
        *,
        (
            floor(1000000 * weight_so_far::float / total_weight::float + 0.5)::integer * 0.000001
        )::decimal(7, 6) as credit_so_far,
        (
            floor(1000000 * (weight_so_far - weight)::float / total_weight::float + 0.5)::integer
            * 0.000001
        )::decimal(7, 6) as credit_before
    from summed
)

select
    order_id,
    attribution_model,
    touch_number::integer as touch_number,
    touch_count::integer as touch_count,
    event_day,
    ordered_at,
    person_id,
    session_id,
    touched_at,
    source,
    medium,
    campaign,
    is_direct,
    currency,
    base_currency,
    (credit_so_far - credit_before)::decimal(7, 6) as credit,
    (
        round(net_revenue * credit_so_far, 2) - round(net_revenue * credit_before, 2)
    )::decimal(38, 2) as attributed_revenue,
    (
        round(net_revenue_base * credit_so_far, 2) - round(net_revenue_base * credit_before, 2)
    )::decimal(38, 2) as attributed_revenue_base
from credited
