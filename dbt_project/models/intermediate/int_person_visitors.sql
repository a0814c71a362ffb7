{{ config(dist='visitor_id', sort='visitor_id') }}

with visitors as (
    select
        visitor_id,
        min(first_event_at) as first_event_at,
        max(last_event_at) as last_event_at,
        min(case when is_bot then 1 else 0 end) = 1 as is_bot
    from {{ ref('int_identity_days') }}
    group by visitor_id
)

select
    visitors.visitor_id,
    -- Named by its earliest visitor, so that a late merge renames the later side, which is the shorter.
    first_value(visitors.visitor_id) over (
        partition by coalesce(components.component_id, visitors.visitor_id)
        order by visitors.first_event_at asc, visitors.visitor_id asc
        rows between unbounded preceding and unbounded following
    ) as person_id,
    visitors.first_event_at,
    visitors.last_event_at,
    visitors.is_bot
from visitors
left join {{ ref('int_identity_components') }} as components
    on visitors.visitor_id = components.identifier
