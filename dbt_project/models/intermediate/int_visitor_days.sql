{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'visitor_id']
) }}

select
    visitor_id,
    event_day,
    min(case when {{ is_activity() }} then event_at end) as first_activity_at,
    max(case when {{ is_activity() }} then event_at end) as last_activity_at,
    count(*) as events
from {{ ref('int_events_deduplicated') }}
where {{ in_rebuild_scope('visitor_days') }}
group by visitor_id, event_day
