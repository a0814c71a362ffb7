{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='all', sort='event_day'
) }}

-- Visits of the days in question whole, for what was clicked before midnight.
with activity as (
    select
        session_id,
        event_number_in_session,
        event_day,
        event_key,
        event_name,
        order_id,
        properties,
        properties.promotions as listed
    from {{ ref('fct_events') }}
    where
        session_id is not null
        and event_name in (
            'Promotion Viewed', 'Promotion Clicked',
            'Product Added', 'Wishlist Product Added to Cart', 'Order Completed'
        )
        {%- if is_incremental() %}
            and session_id in (
                select facts.session_id
                from {{ ref('fct_events') }} as facts
                where {{ in_rebuild_scope('days', 'facts') }}
            )
        {%- endif %}
),

-- Some trackers name several promotions, seen at once, in a list.
shown as (
    select
        session_id,
        event_number_in_session,
        event_day,
        event_name,
        0 as place,
        properties as promotion
    from activity
    where event_name in ('Promotion Viewed', 'Promotion Clicked') and not coalesce(is_array(listed), false)
    union all
    select
        activity.session_id,
        activity.event_number_in_session,
        activity.event_day,
        activity.event_name,
        place,
        promotion
    from activity, activity.listed as promotion at place
    where activity.event_name in ('Promotion Viewed', 'Promotion Clicked') and is_array(activity.listed)
),

promotions as (
    select
        session_id,
        event_number_in_session,
        event_day,
        event_name,
        place,
        coalesce({{ super_text('promotion.promotion_id') }}, '(not set)') as promotion_id,
        {{ super_text('promotion.name') }} as promotion_name,
        coalesce({{ super_text('promotion.creative') }}, '(not set)') as creative,
        coalesce(
            {{ super_text('promotion.position') }},
            {{ super_count('promotion.position') }}::varchar(16),
            '(not set)'
        ) as placement
    from shown
),

outcomes as (
    select
        session_id,
        event_number_in_session,
        event_day,
        event_key,
        null as order_id,
        0 as net_revenue_base
    from activity
    where event_name in ('Product Added', 'Wishlist Product Added to Cart')
    union all
    -- An order that the session told of twice is made where it was told of first.
    select
        orders.session_id,
        min(activity.event_number_in_session) as event_number_in_session,
        max(orders.event_day) as event_day,
        min(activity.event_key) as event_key,
        orders.order_id,
        max(coalesce(orders.net_revenue_base, 0)) as net_revenue_base
    from activity
    inner join {{ ref('fct_orders') }} as orders
        on activity.order_id = orders.order_id and activity.session_id = orders.session_id
    where activity.event_name = 'Order Completed' and orders.is_completed
    group by orders.session_id, orders.order_id
),

-- What was put into the cart or ordered counts for the promotion clicked last before, once.
led as (
    select
        outcomes.event_day,
        outcomes.order_id,
        outcomes.net_revenue_base,
        promotions.promotion_id,
        promotions.promotion_name,
        promotions.creative,
        promotions.placement,
        row_number() over (
            partition by outcomes.event_key, outcomes.order_id
            order by promotions.event_number_in_session desc, promotions.place asc
        ) as click_number
    from outcomes
    inner join promotions
        on
            outcomes.session_id = promotions.session_id
            and outcomes.event_number_in_session > promotions.event_number_in_session
    where promotions.event_name = 'Promotion Clicked'
),

measures as (
    select
        event_day,
        promotion_id,
        creative,
        placement,
        promotion_name,
        case event_name when 'Promotion Viewed' then 1 else 0 end as views,
        case event_name when 'Promotion Clicked' then 1 else 0 end as clicks,
        0 as adds,
        0 as orders,
        0 as net_revenue_base
    from promotions
    union all
    select
        event_day,
        promotion_id,
        creative,
        placement,
        promotion_name,
        0 as views,
        0 as clicks,
        case when order_id is null then 1 else 0 end as adds,
        case when order_id is null then 0 else 1 end as orders,
        net_revenue_base
    from led
    where click_number = 1
)

select
    event_day,
    promotion_id,
    creative,
    placement,
    max(promotion_name) as promotion_name,
    sum(views)::bigint as views,
    sum(clicks)::bigint as clicks,
    (sum(clicks)::decimal(18, 4) / nullif(sum(views), 0))::decimal(18, 4) as click_through_rate,
    sum(adds)::bigint as adds,
    sum(orders)::bigint as orders,
    sum(net_revenue_base)::decimal(38, 2) as net_revenue_base
from measures
where {{ in_rebuild_scope('days') }}
group by event_day, promotion_id, creative, placement
