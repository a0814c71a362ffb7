-- A view: what a late merge of two persons moves between cohorts is then moved at once, and in all.
{{ config(materialized='view', bind=false) }}

with members as (
    select
        person_id,
        'first_order_month' as cohort_kind,
        'month' as period_kind,
        date_trunc('month', first_ordered_at)::date as cohort_start
    from {{ ref('fct_customer_value') }}
    where is_customer
    union all
    select
        person_id,
        'first_seen_week' as cohort_kind,
        'week' as period_kind,
        date_trunc('week', first_seen_at)::date as cohort_start
    from {{ ref('fct_customer_value') }}
),

cohorts as (
    select
        cohort_kind,
        period_kind,
        cohort_start,
        count(*) as cohort_persons
    from members
    group by cohort_kind, period_kind, cohort_start
),

calendar as (
    select distinct
        period_kind,
        period_start
    from {{ ref('int_person_periods') }}
),

activity as (
    select
        members.cohort_kind,
        members.cohort_start,
        periods.period_start,
        sum(case when periods.sessions > 0 or periods.orders > 0 then 1 else 0 end) as active_persons,
        sum(case when periods.orders > 0 then 1 else 0 end) as ordering_persons,
        sum(periods.orders) as orders,
        sum(periods.net_revenue_base) as net_revenue_base
    from members
    inner join {{ ref('int_person_periods') }} as periods
        on members.person_id = periods.person_id and members.period_kind = periods.period_kind
    group by members.cohort_kind, members.cohort_start, periods.period_start
)

select
    cohorts.cohort_kind,
    cohorts.cohort_start,
    calendar.period_start,
    case cohorts.period_kind
        when 'month' then datediff(month, cohorts.cohort_start, calendar.period_start)
        else datediff(day, cohorts.cohort_start, calendar.period_start) / 7
    end::integer as period_number,
    cohorts.cohort_persons::integer as cohort_persons,
    coalesce(activity.active_persons, 0)::integer as active_persons,
    coalesce(activity.ordering_persons, 0)::integer as ordering_persons,
    coalesce(activity.orders, 0)::integer as orders,
    coalesce(activity.net_revenue_base, 0)::decimal(38, 2) as net_revenue_base,
    (coalesce(activity.active_persons, 0)::decimal(18, 4) / cohorts.cohort_persons)::decimal(7, 4)
        as retention_rate,
    (coalesce(activity.ordering_persons, 0)::decimal(18, 4) / cohorts.cohort_persons)::decimal(7, 4)
        as ordering_rate
from cohorts
inner join calendar
    on cohorts.period_kind = calendar.period_kind and cohorts.cohort_start <= calendar.period_start
left join activity
    on
        cohorts.cohort_kind = activity.cohort_kind
        and cohorts.cohort_start = activity.cohort_start
        and calendar.period_start = activity.period_start
