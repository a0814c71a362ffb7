{#-
A day is closed by the first whole build that knows of an event received after its end. What a later
load brings to a closed day, or takes from it, opens it again from that load to the build that takes it in.
-#}
{% macro record_day_closings(build_id) -%}
    insert into {{ source('ops', 'day_closings') }} (
        event_day, closing, action, load_id, build_id, happened_at, events_before, events_after, late_visitors
    )
    with days as (
        select
            event_day,
            sum(events)::bigint as events
        from {{ ref('int_event_quality_daily') }}
        group by event_day
    ),

    closed as (
        select
            event_day,
            closing,
            events_after as events
        from (
            select
                event_day,
                closing,
                events_after,
                row_number() over (partition by event_day order by closing desc) as recency
            from {{ source('ops', 'day_closings') }}
            where action = 'closed'
        ) as closings
        where recency = 1
    ),

    late as (
        select
            changed.event_day,
            changed.visitor_id,
            loaded.load_id,
            loaded.touched_at
        from ({{ touched_visitor_days() }}) as changed
        inner join closed on changed.event_day = closed.event_day
        left join (
            select
                touched.visitor_id,
                touched.event_day,
                loads.load_id,
                touched.touched_at
            from {{ ref('stg_touched_visitor_days') }} as touched
            inner join {{ ref('int_rebuild_loads') }} as loads on touched.load_id = loads.load_id
        ) as loaded
            on changed.visitor_id = loaded.visitor_id and changed.event_day = loaded.event_day
    ),

    reopenings as (
        select
            event_day,
            load_id,
            coalesce(min(touched_at), (select max(loads.loaded_at) from {{ ref('int_rebuild_loads') }} as loads))
                as happened_at,
            count(distinct visitor_id) as late_visitors
        from late
        group by event_day, load_id
    ),

    reclosings as (
        select
            event_day,
            count(distinct visitor_id) as late_visitors
        from late
        group by event_day
    ),

    first_closings as (
        select days.event_day
        from days
        where
            days.event_day < (
                select max(received.last_received_at)::date from {{ ref('int_event_quality_daily') }} as received
            )
            and days.event_day not in (select closed.event_day from closed)
    )

    select
        reopenings.event_day,
        closed.closing + 1 as closing,
        'reopened' as action,
        reopenings.load_id,
        '{{ build_id }}' as build_id,
        reopenings.happened_at,
        closed.events as events_before,
        coalesce(days.events, 0) as events_after,
        reopenings.late_visitors
    from reopenings
    inner join closed on reopenings.event_day = closed.event_day
    left join days on reopenings.event_day = days.event_day
    union all
    select
        reclosings.event_day,
        closed.closing + 1 as closing,
        'closed' as action,
        null as load_id,
        '{{ build_id }}' as build_id,
        getdate() as happened_at,
        closed.events as events_before,
        coalesce(days.events, 0) as events_after,
        reclosings.late_visitors
    from reclosings
    inner join closed on reclosings.event_day = closed.event_day
    left join days on reclosings.event_day = days.event_day
    union all
    select
        first_closings.event_day,
        1 as closing,
        'closed' as action,
        null as load_id,
        '{{ build_id }}' as build_id,
        getdate() as happened_at,
        null as events_before,
        days.events as events_after,
        null as late_visitors
    from first_closings
    inner join days on first_closings.event_day = days.event_day
{%- endmacro %}
