{{ config(
    materialized='incremental', incremental_strategy='rebuild_touched_days',
    dist='visitor_id', sort=['event_day', 'visitor_id']
) }}

with events as (
    select
        event_key,
        visitor_id,
        event_day,
        event_at,
        received_at,
        is_bot,
        case when not is_bot then user_id end as user_id
    from {{ ref('int_events_deduplicated') }}
    where {{ in_rebuild_scope('touched_days') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by visitor_id, event_day
            order by
                case when user_id is null then 1 else 0 end asc,
                event_at desc, received_at desc, event_key desc
        ) as recency_of_user
    from events
)

select
    visitor_id,
    event_day,
    min(event_at) as first_event_at,
    max(event_at) as last_event_at,
    count(*)::integer as events,
    min(case when is_bot then 1 else 0 end) = 1 as is_bot,
    max(case when recency_of_user = 1 then user_id end) as user_id,
    max(case when recency_of_user = 1 and user_id is not null then event_at end) as user_told_at
from ranked
group by visitor_id, event_day
