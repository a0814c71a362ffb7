{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'visitor_id']
) }}

-- Rebuilt after the scope that is found in what is known until then.
-- depends_on: {{ ref('int_rebuild_persons') }}
select
    events.visitor_id,
    events.event_day,
    max(persons.person_id) as person_id,
    min(case when {{ is_activity('events') }} then events.event_at end) as first_activity_at,
    max(case when {{ is_activity('events') }} then events.event_at end) as last_activity_at,
    count(*) as events
from {{ ref('int_events_deduplicated') }} as events
left join {{ ref('int_person_visitors') }} as persons on events.visitor_id = persons.visitor_id
where {{ in_rebuild_scope('visitor_days', 'events') }}
group by events.visitor_id, events.event_day
