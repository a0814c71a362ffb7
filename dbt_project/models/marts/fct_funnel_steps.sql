{{ config(
    materialized='incremental', incremental_strategy='rebuild_persons',
    dist='person_id', sort=['funnel', 'event_day']
) }}

with activity as (
    select
        events.event_key,
        events.event_type,
        events.event_name,
        events.event_at,
        events.event_day,
        events.received_at,
        events.visitor_id,
        events.session_id,
        events.page_path,
        events.properties,
        persons.person_id
    from {{ ref('fct_events') }} as events
    inner join {{ ref('int_person_visitors') }} as persons on events.visitor_id = persons.visitor_id
    where events.session_id is not null and {{ in_rebuild_scope('persons', 'persons') }}
),

steps as (
    {{ funnel_rows('activity') }}
)

select
    funnel,
    entry_id,
    step_number::integer as step_number,
    step_name,
    scope,
    person_id,
    visitor_id,
    session_id,
    event_day,
    event_key,
    entered_at,
    reached_at,
    (datediff(millisecond, previous_at, reached_at) / 1000.0)::decimal(18, 3) as seconds_from_previous,
    (datediff(millisecond, entered_at, reached_at) / 1000.0)::decimal(18, 3) as seconds_from_entry,
    steps_reached::integer as steps_reached,
    is_converted
from steps
