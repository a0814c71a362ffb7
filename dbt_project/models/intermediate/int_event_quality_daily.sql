{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    dist='all', sort='event_day'
) }}

with events as (
    select
        events.*,
        greatest(datediff(second, events.event_at, events.received_at), 0) as late_seconds,
        -- Not of null: Redshift's GREATEST would pass it over.
        case
            when loads.loaded_at is not null
                then greatest(datediff(second, events.received_at, loads.loaded_at), 0)
        end as load_seconds
    from {{ ref('int_events_deduplicated') }} as events
    left join {{ ref('stg_loads') }} as loads
        on events.load_id = loads.load_id
    where {{ in_rebuild_scope('days', 'events') }}
)

select
    event_day,
    source,
    count(*)::bigint as events,
    sum(transport_duplicates)::bigint as transport_duplicates,
    sum(resent_duplicates)::bigint as resent_duplicates,
    sum(superseded_attempts)::bigint as superseded_attempts,
    sum(case when is_event_id_conflict then 1 else 0 end)::bigint as id_conflict_events,
    sum(case when attempt > 0 then 1 else 0 end)::bigint as replayed_events,
    sum(case when is_bot then 1 else 0 end)::bigint as bot_events,
    sum(case when time_implausible then 1 else 0 end)::bigint as implausible_time_events,
    sum(case when violations is not null then 1 else 0 end)::bigint as flagged_events,
    sum(case when enrichment_failures is not null then 1 else 0 end)::bigint as enrichment_failed_events,
    sum(case when consent_refused is not null then 1 else 0 end)::bigint as consent_stripped_events,
    sum(
        case when late_seconds > 60 * {{ var('late_after_minutes') }} then 1 else 0 end
    )::bigint as late_events,
    sum(case when received_at::date > event_day then 1 else 0 end)::bigint as next_day_events,
    (percentile_cont(0.5) within group (order by late_seconds))::bigint as median_late_seconds,
    (percentile_cont(0.95) within group (order by late_seconds))::bigint as p95_late_seconds,
    (percentile_cont(0.99) within group (order by late_seconds))::bigint as p99_late_seconds,
    max(late_seconds)::bigint as most_late_seconds,
    avg(load_seconds)::bigint as average_load_seconds,
    max(load_seconds)::bigint as longest_load_seconds,
    max(received_at) as last_received_at
from events
group by event_day, source
