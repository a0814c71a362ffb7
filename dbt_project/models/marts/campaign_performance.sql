{{ config(dist='all', sort='event_day') }}

with visits as (
    select
        event_day,
        source,
        medium,
        campaign,
        row_number() over (
            partition by person_id
            order by touched_at asc, session_id asc
        ) as visit_number
    from {{ ref('int_touchpoints') }}
),

measures as (
    select
        event_day,
        source,
        medium,
        campaign,
        count(*) as sessions,
        sum(case when visit_number = 1 then 1 else 0 end) as new_visitors,
        0 as orders,
        0 as first_touch_revenue,
        0 as last_touch_revenue,
        0 as last_non_direct_revenue,
        0 as linear_revenue,
        0 as time_decay_revenue,
        0 as position_based_revenue,
        0 as spend,
        0 as impressions,
        0 as clicks
    from visits
    group by event_day, source, medium, campaign
    union all
    select
        event_day,
        source,
        medium,
        campaign,
        0 as sessions,
        0 as new_visitors,
        sum(case attribution_model when 'last_non_direct' then credit else 0 end) as orders,
        {% for model in [
            'first_touch', 'last_touch', 'last_non_direct', 'linear', 'time_decay', 'position_based',
        ] -%}
            sum(
                case attribution_model when '{{ model }}' then coalesce(attributed_revenue_base, 0) else 0 end
            ) as {{ model }}_revenue,
        {% endfor -%}
        0 as spend,
        0 as impressions,
        0 as clicks
    from {{ ref('fct_attribution') }}
    group by event_day, source, medium, campaign
    union all
    select
        event_day,
        source,
        medium,
        campaign,
        0 as sessions,
        0 as new_visitors,
        0 as orders,
        0 as first_touch_revenue,
        0 as last_touch_revenue,
        0 as last_non_direct_revenue,
        0 as linear_revenue,
        0 as time_decay_revenue,
        0 as position_based_revenue,
        sum(cost_base) as spend,
        sum(impressions) as impressions,
        sum(clicks) as clicks
    from {{ ref('stg_ad_spend') }}
    group by event_day, source, medium, campaign
),

summed as (
    select
        event_day,
        source,
        medium,
        campaign,
        sum(sessions)::bigint as sessions,
        sum(new_visitors)::bigint as new_visitors,
        sum(orders)::bigint as orders,
        sum(first_touch_revenue)::decimal(38, 2) as first_touch_revenue,
        sum(last_touch_revenue)::decimal(38, 2) as last_touch_revenue,
        sum(last_non_direct_revenue)::decimal(38, 2) as last_non_direct_revenue,
        sum(linear_revenue)::decimal(38, 2) as linear_revenue,
        sum(time_decay_revenue)::decimal(38, 2) as time_decay_revenue,
        sum(position_based_revenue)::decimal(38, 2) as position_based_revenue,
        sum(impressions)::bigint as impressions,
        sum(clicks)::bigint as clicks,
        sum(spend)::decimal(38, 2) as spend
    from measures
    group by event_day, source, medium, campaign
)

select
    *,
    (spend / nullif(orders, 0))::decimal(38, 2) as cost_per_order,
    (spend / nullif(clicks, 0))::decimal(38, 4) as cost_per_click,
    (last_non_direct_revenue / nullif(spend, 0))::decimal(38, 4) as return_on_ad_spend
from summed
