-- The warehouse's part of the conservation law: rows in raw.events = events + what was set aside.
-- It counts everything there ever was, so an incremental build leaves it to the tests of the night.
with events as (
    select
        coalesce(
            sum(1 + resent_duplicates + transport_duplicates + superseded_attempts), 0
        ) as deliveries
    from {{ ref('fct_events') }}
),

-- Of an arrival whose latest attempt was set aside, no delivery is an event.
withdrawn as (
    select count(*) as deliveries
    from {{ ref('stg_events') }} as events
    inner join (
        select
            arrival_id,
            max(attempt) as attempt
        from {{ ref('stg_rejected_events') }}
        where attempt > 0
        group by arrival_id
    ) as set_aside
        on events.arrival_id = set_aside.arrival_id
    inner join (
        select
            arrival_id,
            max(attempt) as attempt
        from {{ ref('stg_events') }}
        group by arrival_id
    ) as latest
        on events.arrival_id = latest.arrival_id and latest.attempt < set_aside.attempt
    where {{ known_to_this_build('events.load_id') }}
),

raw_rows as (
    select count(*) as deliveries
    from {{ ref('stg_events') }}
    where {{ known_to_this_build('load_id') }}
)

select
    events.deliveries + withdrawn.deliveries as accounted_for,
    raw_rows.deliveries as delivered
from events
cross join withdrawn
cross join raw_rows
where
    events.deliveries + withdrawn.deliveries <> raw_rows.deliveries
    and {{ 'false' if scope_of_tests() else 'true' }}
