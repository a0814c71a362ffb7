{{ config(
    materialized='incremental', incremental_strategy='rebuild_everything', full_refresh=false,
    dist='visitor_id', sort=['event_day', 'visitor_id']
) }}

-- depends_on: {{ ref('stg_touched_visitor_days') }}, {{ ref('stg_model_builds') }}
-- depends_on: {{ ref('int_rebuild_loads') }}, {{ ref('int_rebuild_events') }}
-- depends_on: {{ ref('int_person_visitors') }}
{% set known = built_before('int_visitor_days') %}
{% set facts = built_before('fct_events') %}
{% set orders = built_before('fct_orders') %}

{% if not (known and facts and orders and is_incremental()) %}

    select distinct
        visitor_id,
        event_day,
        'full'::varchar(16) as reason,
        '{{ invocation_id }}'::varchar(36) as build_id
    from {{ ref('int_events_deduplicated') }}

{% else %}

    with touched as (
        select
            touched.visitor_id,
            touched.event_day
        from {{ ref('stg_touched_visitor_days') }} as touched
        inner join {{ ref('int_rebuild_loads') }} as loads on touched.load_id = loads.load_id
        union
        select
            visitor_id,
            event_day
        from {{ ref('int_rebuild_events') }}
        where is_changed
    ),

    -- What a build that did not succeed had still to do.
    left_over as (
        select
            visitor_id,
            event_day,
            reason
        from {{ this }}
        where build_id not in (select builds.build_id from {{ ref('stg_model_builds') }} as builds)
    ),

    -- All days of a visitor who turned out to be another person.
    renamed as (
        select
            known.visitor_id,
            known.event_day
        from {{ known }} as known
        inner join {{ ref('int_person_visitors') }} as persons on known.visitor_id = persons.visitor_id
        where known.person_id <> persons.person_id
    ),

    changed as (
        select
            visitor_id,
            event_day
        from touched
        union
        select
            visitor_id,
            event_day
        from renamed
        union
        select
            visitor_id,
            event_day
        from left_over
        where reason <> 'order'
    ),

    -- First and last activity of each day, as the last build knew them and as they are now.
    spans as (
        select
            'before' as as_of,
            visitor_id,
            event_day,
            first_activity_at,
            last_activity_at
        from {{ known }}
        where first_activity_at is not null
        union all
        select
            'now' as as_of,
            known.visitor_id,
            known.event_day,
            known.first_activity_at,
            known.last_activity_at
        from {{ known }} as known
        left join changed
            on known.visitor_id = changed.visitor_id and known.event_day = changed.event_day
        where known.first_activity_at is not null and changed.visitor_id is null
        union all
        select
            'now' as as_of,
            visitor_id,
            event_day,
            min(event_at) as first_activity_at,
            max(event_at) as last_activity_at
        from {{ ref('int_events_deduplicated') }}
        where
            (visitor_id, event_day) in (
                select
                    changed.visitor_id,
                    changed.event_day
                from changed
            )
            and {{ is_activity() }}
        group by visitor_id, event_day
    ),

    first_activities as (
        select
            as_of,
            visitor_id,
            event_day,
            first_activity_at,
            row_number() over (partition by as_of, visitor_id order by event_day asc) as day_number
        from spans
        where visitor_id in (select changed.visitor_id from changed)
    ),

    -- Where another visit is the visitor's first, the one that was so is another too.
    first_days as (
        select
            earlier.visitor_id,
            earlier.event_day as day_before,
            later.event_day as day_now
        from first_activities as earlier
        inner join first_activities as later on earlier.visitor_id = later.visitor_id
        where
            earlier.as_of = 'before'
            and later.as_of = 'now'
            and earlier.day_number = 1
            and later.day_number = 1
            and earlier.first_activity_at <> later.first_activity_at
    ),

    revisited as (
        select
            visitor_id,
            event_day
        from changed
        union
        select
            visitor_id,
            day_before as event_day
        from first_days
        union
        select
            visitor_id,
            day_now as event_day
        from first_days
    ),

    -- Days that sessions over midnight tie to them.
    adjoining as (
        {{ adjoining_days('revisited', 'spans') }}
    ),

    -- Orders told of there; when they change, so do the sessions and the days that they were made in.
    orders_told as (
        {{ orders_at('adjoining', facts) }}
    ),

    origins as (
        select
            visitor_id,
            event_day,
            row_number() over (
                partition by order_id
                order by {{ order_origin() }}
            ) as origin_number
        from {{ ref('int_events_deduplicated') }}
        where {{ is_order_event() }} and order_id in (select orders_told.order_id from orders_told)
    ),

    order_days as (
        select
            visitor_id,
            event_day
        from origins
        where origin_number = 1
        union
        select
            visitor_id,
            event_day
        from {{ orders }}
        where order_id in (select orders_told.order_id from orders_told)
        union
        select
            visitor_id,
            event_day
        from left_over
        where reason = 'order'
    ),

    adjoining_order_days as (
        {{ adjoining_days('order_days', 'spans') }}
    ),

    found as (
        select
            visitor_id,
            event_day,
            1 as precedence
        from touched
        union all
        select
            visitor_id,
            event_day,
            2 as precedence
        from renamed
        union all
        select
            visitor_id,
            event_day,
            case reason
                when 'full' then 0
                when 'touched' then 1
                when 'identity' then 2
                when 'session' then 3
                else 4
            end as precedence
        from left_over
        union all
        select
            visitor_id,
            event_day,
            3 as precedence
        from adjoining
        union all
        select
            visitor_id,
            event_day,
            4 as precedence
        from adjoining_order_days
    )

    select
        visitor_id,
        event_day,
        case min(precedence)
            when 0 then 'full' when 1 then 'touched' when 2 then 'identity' when 3 then 'session' else 'order'
        end::varchar(16) as reason,
        '{{ invocation_id }}'::varchar(36) as build_id
    from found
    group by visitor_id, event_day

{% endif %}
