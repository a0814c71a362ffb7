{{ config(dist='person_id', sort='person_id') }}

with persons as (
    select
        person_id,
        min(first_event_at) as first_seen_at,
        max(last_event_at) as last_seen_at,
        count(*) as visitors
    from {{ ref('int_person_visitors') }}
    where not is_bot
    group by person_id
),

users as (
    select
        visitors.person_id,
        days.user_id,
        row_number() over (
            partition by visitors.person_id
            order by days.user_told_at desc, days.user_id asc
        ) as recency
    from {{ ref('int_identity_days') }} as days
    inner join {{ ref('int_person_visitors') }} as visitors
        on days.visitor_id = visitors.visitor_id
    where days.user_id is not null
),

visits as (
    select
        visitors.person_id,
        sessions.session_id,
        sessions.started_at,
        sessions.landing_host,
        sessions.landing_page,
        sessions.referrer,
        sessions.page_views,
        touchpoints.source,
        touchpoints.medium,
        touchpoints.campaign,
        row_number() over (
            partition by visitors.person_id
            order by sessions.started_at asc, sessions.session_id asc
        ) as place,
        row_number() over (
            partition by visitors.person_id
            order by sessions.started_at desc, sessions.session_id desc
        ) as recency
    from {{ ref('fct_sessions') }} as sessions
    inner join {{ ref('int_person_visitors') }} as visitors
        on sessions.visitor_id = visitors.visitor_id
    left join {{ ref('int_touchpoints') }} as touchpoints
        on sessions.session_id = touchpoints.session_id
),

touches as (
    select
        person_id,
        count(*) as sessions,
        sum(page_views) as page_views,
        max(case when place = 1 then started_at end) as first_touch_at,
        max(case when place = 1 then source end) as first_touch_source,
        max(case when place = 1 then medium end) as first_touch_medium,
        max(case when place = 1 then campaign end) as first_touch_campaign,
        max(case when place = 1 then referrer end) as first_touch_referrer,
        max(case when place = 1 then landing_host end) as first_touch_landing_host,
        max(case when place = 1 then landing_page end) as first_touch_landing_page,
        max(case when recency = 1 then started_at end) as last_touch_at,
        max(case when recency = 1 then source end) as last_touch_source,
        max(case when recency = 1 then medium end) as last_touch_medium,
        max(case when recency = 1 then campaign end) as last_touch_campaign,
        max(case when recency = 1 then referrer end) as last_touch_referrer,
        max(case when recency = 1 then landing_host end) as last_touch_landing_host,
        max(case when recency = 1 then landing_page end) as last_touch_landing_page
    from visits
    group by person_id
),

orders as (
    select
        visitors.person_id,
        orders.order_id,
        orders.ordered_at,
        orders.status,
        orders.net_revenue_base
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('int_person_visitors') }} as visitors
        on orders.visitor_id = visitors.visitor_id
    where orders.is_completed and not visitors.is_bot
),

purchases as (
    select
        person_id,
        count(*) as orders,
        sum(case when status = 'cancelled' then 1 else 0 end) as cancelled_orders,
        sum(case when status <> 'cancelled' and net_revenue_base is null then 1 else 0 end)
            as unconverted_orders,
        min(ordered_at) as first_ordered_at,
        max(ordered_at) as last_ordered_at,
        sum(coalesce(net_revenue_base, 0)) as lifetime_value
    from orders
    group by person_id
),

categories as (
    select
        orders.person_id,
        order_lines.category,
        row_number() over (
            partition by orders.person_id
            order by sum(order_lines.quantity) desc, max(orders.ordered_at) desc, order_lines.category asc
        ) as place
    from orders
    inner join {{ ref('int_order_lines') }} as order_lines
        on orders.order_id = order_lines.order_id
    where order_lines.category is not null and orders.status <> 'cancelled'
    group by orders.person_id, order_lines.category
)

select
    persons.person_id,
    users.user_id,
    users.user_id is not null as is_identified,
    purchases.orders is not null as is_customer,
    persons.visitors::integer as visitors,
    persons.first_seen_at,
    persons.last_seen_at,
    datediff(day, persons.first_seen_at, persons.last_seen_at)::integer as lifetime_days,
    coalesce(touches.sessions, 0)::integer as sessions,
    coalesce(touches.page_views, 0)::integer as page_views,
    touches.first_touch_at,
    touches.first_touch_source,
    touches.first_touch_medium,
    touches.first_touch_campaign,
    touches.first_touch_referrer,
    touches.first_touch_landing_host,
    touches.first_touch_landing_page,
    touches.last_touch_at,
    touches.last_touch_source,
    touches.last_touch_medium,
    touches.last_touch_campaign,
    touches.last_touch_referrer,
    touches.last_touch_landing_host,
    touches.last_touch_landing_page,
    coalesce(purchases.orders, 0)::integer as orders,
    coalesce(purchases.cancelled_orders, 0)::integer as cancelled_orders,
    coalesce(purchases.unconverted_orders, 0)::integer as unconverted_orders,
    purchases.first_ordered_at,
    purchases.last_ordered_at,
    coalesce(purchases.lifetime_value, 0)::decimal(38, 2) as lifetime_value,
    case
        when purchases.orders > purchases.cancelled_orders + purchases.unconverted_orders
            then
                purchases.lifetime_value
                / (purchases.orders - purchases.cancelled_orders - purchases.unconverted_orders)
    end::decimal(38, 2) as average_order_value,
    categories.category as favourite_category
from persons
left join users on persons.person_id = users.person_id and users.recency = 1
left join touches on persons.person_id = touches.person_id
left join purchases on persons.person_id = purchases.person_id
left join categories on persons.person_id = categories.person_id and categories.place = 1
