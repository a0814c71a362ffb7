{{ config(dist='all', sort=['funnel', 'event_day']) }}

with declared as (
    {{ declared_steps() }}
),

reached as (
    select
        funnel,
        event_day,
        step_number,
        count(*) as entries,
        median(seconds_from_previous) as median_seconds_from_previous,
        median(seconds_from_entry) as median_seconds_from_entry
    from {{ ref('fct_funnel_steps') }}
    group by funnel, event_day, step_number
),

days as (
    select
        funnel,
        event_day,
        entries as entered
    from reached
    where step_number = 1
),

-- Steps that nobody reached that day are rows as well, so that a funnel is always whole.
steps as (
    select
        days.funnel,
        days.event_day,
        days.entered,
        declared.step_number,
        declared.step_name,
        coalesce(reached.entries, 0) as entries,
        reached.median_seconds_from_previous,
        reached.median_seconds_from_entry
    from days
    inner join declared on days.funnel = declared.funnel
    left join reached
        on
            days.funnel = reached.funnel
            and days.event_day = reached.event_day
            and declared.step_number = reached.step_number
),

compared as (
    select
        *,
        lag(entries) over (
            partition by funnel, event_day
            order by step_number asc
        ) as entries_before
    from steps
)

select
    funnel,
    event_day,
    step_number::integer as step_number,
    step_name,
    entered::bigint as entered,
    entries::bigint as reached,
    (entries::decimal(18, 4) / entered)::decimal(9, 4) as conversion_rate,
    (
        entries::decimal(18, 4) / nullif(coalesce(entries_before, entered), 0)
    )::decimal(9, 4) as step_conversion_rate,
    coalesce(entries_before - entries, 0)::bigint as dropped,
    median_seconds_from_previous::decimal(18, 3) as median_seconds_from_previous,
    median_seconds_from_entry::decimal(18, 3) as median_seconds_from_entry
from compared
