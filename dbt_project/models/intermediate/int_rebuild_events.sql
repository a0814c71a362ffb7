{{ config(dist='event_id', sort=['event_day', 'event_id']) }}

{% set deduplicated = built_before('int_events_deduplicated') %}

-- Which (visitor, day) each load of this build touched.
with touched as (
    select distinct
        touched.load_id,
        touched.visitor_id,
        touched.event_day
    from {{ ref('stg_touched_visitor_days') }} as touched
    inner join {{ ref('int_rebuild_loads') }} as loads on touched.load_id = loads.load_id
    -- A full build reads everything anyway.
    where {{ 'true' if deduplicated else 'false' }}
),

fresh as (
    select
        events.load_id,
        events.visitor_id,
        events.event_day,
        events.event_id,
        events.arrival_id,
        events.received_at,
        events.attempt
    from {{ ref('stg_events') }} as events
    where
        (events.load_id, events.visitor_id, events.event_day) in (
            select
                touched.load_id,
                touched.visitor_id,
                touched.event_day
            from touched
        )
),

-- A load that touched a visitor day but has no row there took something away: what is there may differ.
emptied as (
    select distinct
        touched.visitor_id,
        touched.event_day
    from touched
    left join fresh
        on
            touched.load_id = fresh.load_id
            and touched.visitor_id = fresh.visitor_id
            and touched.event_day = fresh.event_day
    where fresh.load_id is null
),

-- Attempts of one arrival share the time of its receipt, by which they are found without a search in ids.
attempted as (
    select
        arrival_id,
        received_at,
        attempt
    from fresh
    union all
    select
        rejected.arrival_id,
        rejected.received_at,
        rejected.attempt
    from {{ ref('stg_rejected_events') }} as rejected
    inner join {{ ref('int_rebuild_loads') }} as loads on rejected.load_id = loads.load_id
    where rejected.attempt > 0
),

changed as (
    select event_id from fresh
    union
    select events.event_id
    from {{ ref('stg_events') }} as events
    inner join attempted
        on
            events.received_at = attempted.received_at
            and events.arrival_id = attempted.arrival_id
    where events.attempt > 0
    union
    select events.event_id
    from {{ ref('stg_events') }} as events
    inner join attempted
        on
            events.received_at = attempted.received_at
            and events.arrival_id = attempted.arrival_id
    where attempted.attempt > 0
    union
    select events.event_id
    from {{ ref('stg_events') }} as events
    inner join emptied
        on events.visitor_id = emptied.visitor_id and events.event_day = emptied.event_day
    {%- if deduplicated %}
        union
        select events.event_id
        from {{ deduplicated }} as events
        inner join emptied
            on events.visitor_id = emptied.visitor_id and events.event_day = emptied.event_day
    {%- endif %}
),

-- One event id holds all deliveries of its events, and the events in conflict with them, of any day.
deliveries as (
    select
        events.event_id,
        events.event_day,
        events.visitor_id,
        events.arrival_id,
        events.received_at,
        events.attempt
    from {{ ref('stg_events') }} as events
    inner join changed on events.event_id = changed.event_id
),

-- Other attempts of their arrivals, which decide whether they count.
other_attempts as (
    select
        events.event_id,
        events.event_day,
        events.visitor_id
    from {{ ref('stg_events') }} as events
    inner join deliveries
        on
            events.received_at = deliveries.received_at
            and events.arrival_id = deliveries.arrival_id
    where events.attempt > 0
    union
    select
        events.event_id,
        events.event_day,
        events.visitor_id
    from {{ ref('stg_events') }} as events
    inner join deliveries
        on
            events.received_at = deliveries.received_at
            and events.arrival_id = deliveries.arrival_id
    where deliveries.attempt > 0
),

involved as (
    select
        event_id,
        event_day,
        visitor_id,
        true as is_changed
    from deliveries
    union
    select
        other_attempts.event_id,
        other_attempts.event_day,
        other_attempts.visitor_id,
        false as is_changed
    from other_attempts
    left join changed on other_attempts.event_id = changed.event_id
    where changed.event_id is null
    {%- if deduplicated %}
        union
        select
            events.event_id,
            events.event_day,
            events.visitor_id,
            true as is_changed
        from {{ deduplicated }} as events
        inner join emptied
            on events.visitor_id = emptied.visitor_id and events.event_day = emptied.event_day
    {%- endif %}
)

select
    event_id,
    event_day,
    visitor_id,
    is_changed
from involved
