{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitors',
    dist='visitor_id', sort='visitor_id'
) }}

with visitors as (
    select
        visitor_id,
        min(first_event_at) as first_event_at,
        max(last_event_at) as last_event_at,
        min(case when is_bot then 1 else 0 end) = 1 as is_bot
    from {{ ref('int_identity_days') }}
    where {{ in_rebuild_scope('visitors') }}
    group by visitor_id
),

placed as (
    select
        visitors.*,
        coalesce(components.component_id, visitors.visitor_id) as component_id
    from visitors
    left join {{ ref('int_identity_components') }} as components
        on visitors.visitor_id = components.identifier
)

select
    visitor_id,
    -- Named by its earliest visitor, so that a late merge renames the later side, which is the shorter.
    first_value(visitor_id) over (
        partition by component_id
        order by first_event_at asc, visitor_id asc
        rows between unbounded preceding and unbounded following
    ) as person_id,
    component_id,
    first_event_at,
    last_event_at,
    is_bot
from placed
