{{ config(dist='arrival_id', sort='event_day') }}

-- A quarantined arrival may be delivered twice, and be rejected again when it is replayed.
with rejections as (
    select
        *,
        row_number() over (
            partition by arrival_id
            order by attempt desc, load_hour asc, load_id asc
        ) as rejection_number,
        dense_rank() over (
            partition by arrival_id
            order by attempt asc
        ) as rejections
    from {{ ref('stg_rejected_events') }}
),

good as (
    select
        arrival_id,
        max(attempt) as attempt
    from {{ ref('stg_events') }}
    group by arrival_id
),

outcomes as (
    select
        *,
        row_number() over (
            partition by arrival_id
            order by attempt desc
        ) as outcome_number,
        max(put_at) over (partition by arrival_id) as last_replayed_at
    from {{ ref('stg_replay_outcomes') }}
)

select
    rejections.arrival_id,
    rejections.event_id,
    rejections.source,
    rejections.protocol,
    rejections.event_type,
    rejections.event_name,
    rejections.schema_ref,
    rejections.reason,
    rejections.first_pointer,
    rejections.first_keyword,
    rejections.violations,
    rejections.visitor_id,
    rejections.received_at,
    rejections.event_day,
    rejections.attempt as rejected_attempt,
    rejections.rejections,
    rejections.load_hour,
    outcomes.replay_id,
    outcomes.last_replayed_at,
    outcomes.note,
    case
        when good.attempt >= rejections.attempt then 'recovered'
        when rejections.reason = 'consent_dropped' then 'consent_dropped'
        when outcomes.attempt > rejections.attempt and outcomes.outcome = 'discarded' then 'discarded'
        when outcomes.attempt > rejections.attempt then 'replaying'
        when rejections.attempt > 0 then 'rejected_again'
        else 'open'
    end as status
from rejections
left join good
    on rejections.arrival_id = good.arrival_id
left join outcomes
    on rejections.arrival_id = outcomes.arrival_id and outcomes.outcome_number = 1
where rejections.rejection_number = 1
