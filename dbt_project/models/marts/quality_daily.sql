{{ config(dist='all', sort='event_day') }}

with rejections as (
    select
        event_day,
        source,
        sum(case when reason <> 'consent_dropped' then 1 else 0 end) as rejected_arrivals,
        sum(case when status in ('open', 'rejected_again') then 1 else 0 end) as open_rejected_arrivals,
        sum(
            case when status = 'recovered' and reason <> 'consent_dropped' then 1 else 0 end
        ) as recovered_arrivals,
        sum(case when status = 'consent_dropped' then 1 else 0 end) as consent_dropped_arrivals
    from {{ ref('int_rejected_arrivals') }}
    group by event_day, source
)

select
    coalesce(events.event_day, rejections.event_day) as event_day,
    coalesce(events.source, rejections.source) as source,
    coalesce(events.events, 0)::bigint as events,
    coalesce(events.transport_duplicates, 0)::bigint as transport_duplicates,
    coalesce(events.resent_duplicates, 0)::bigint as resent_duplicates,
    coalesce(events.superseded_attempts, 0)::bigint as superseded_attempts,
    coalesce(events.id_conflict_events, 0)::bigint as id_conflict_events,
    coalesce(events.replayed_events, 0)::bigint as replayed_events,
    coalesce(events.bot_events, 0)::bigint as bot_events,
    coalesce(events.implausible_time_events, 0)::bigint as implausible_time_events,
    coalesce(events.flagged_events, 0)::bigint as flagged_events,
    coalesce(events.enrichment_failed_events, 0)::bigint as enrichment_failed_events,
    coalesce(events.consent_stripped_events, 0)::bigint as consent_stripped_events,
    coalesce(rejections.consent_dropped_arrivals, 0)::bigint as consent_dropped_arrivals,
    coalesce(rejections.rejected_arrivals, 0)::bigint as rejected_arrivals,
    coalesce(rejections.open_rejected_arrivals, 0)::bigint as open_rejected_arrivals,
    coalesce(rejections.recovered_arrivals, 0)::bigint as recovered_arrivals,
    coalesce(
        rejections.open_rejected_arrivals::decimal(18, 4)
        / nullif(coalesce(events.events, 0) + rejections.open_rejected_arrivals, 0),
        0
    )::decimal(9, 4) as open_rejected_share,
    coalesce(events.late_events, 0)::bigint as late_events,
    coalesce(events.late_events::decimal(18, 4) / nullif(events.events, 0), 0)::decimal(9, 4) as late_share,
    coalesce(events.next_day_events, 0)::bigint as next_day_events,
    events.median_late_seconds,
    events.p95_late_seconds,
    events.p99_late_seconds,
    events.most_late_seconds,
    events.average_load_seconds,
    events.longest_load_seconds
from {{ ref('int_event_quality_daily') }} as events
full outer join rejections
    on events.event_day = rejections.event_day and events.source = rejections.source
