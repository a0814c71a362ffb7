{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='even', sort=['event_day', 'query']
) }}

select
    query,
    event_day,
    count(*)::bigint as searches,
    count(distinct session_id)::bigint as sessions,
    count(distinct person_id)::bigint as persons,
    sum(case when clicks > 0 then 1 else 0 end)::bigint as clicked_searches,
    sum(case when is_refined then 1 else 0 end)::bigint as refined_searches,
    count(results)::bigint as searches_with_known_results,
    sum(case when results = 0 then 1 else 0 end)::bigint as searches_without_results,
    sum(clicks)::bigint as clicks,
    sum(adds)::bigint as adds,
    sum(orders)::bigint as orders,
    sum(revenue)::decimal(38, 2) as revenue,
    sum(revenue_base)::decimal(38, 2) as revenue_base
from {{ ref('fct_searches') }}
where {{ in_rebuild_scope('days') }}
group by query, event_day
