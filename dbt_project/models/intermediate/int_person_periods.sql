{{ config(dist='person_id', sort=['period_kind', 'period_start']) }}

with activity as (
    select
        visitors.person_id,
        sessions.event_day as activity_day,
        1 as sessions,
        0 as orders,
        0::decimal(38, 2) as net_revenue_base
    from {{ ref('fct_sessions') }} as sessions
    inner join {{ ref('int_person_visitors') }} as visitors
        on sessions.visitor_id = visitors.visitor_id
    union all
    select
        visitors.person_id,
        orders.event_day as activity_day,
        0 as sessions,
        1 as orders,
        coalesce(orders.net_revenue_base, 0)::decimal(38, 2) as net_revenue_base
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('int_person_visitors') }} as visitors
        on orders.visitor_id = visitors.visitor_id
    where orders.is_completed and not visitors.is_bot
),

periods as (
    select
        'week' as period_kind,
        date_trunc('week', activity_day)::date as period_start,
        activity.*
    from activity
    union all
    select
        'month' as period_kind,
        date_trunc('month', activity_day)::date as period_start,
        activity.*
    from activity
)

select
    person_id,
    period_kind,
    period_start,
    sum(sessions)::integer as sessions,
    sum(orders)::integer as orders,
    sum(net_revenue_base)::decimal(38, 2) as net_revenue_base
from periods
group by person_id, period_kind, period_start
