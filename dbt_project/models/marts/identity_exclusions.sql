{{ config(materialized='view', bind=false) }}

with excluded as (
    select
        identifier,
        known_neighbours,
        device_neighbours
    from {{ ref('int_identity_identifiers') }}
    where is_excluded
),

ties as (
    select
        identifier,
        first_event_at,
        last_event_at,
        events
    from {{ ref('int_identity_edges') }}
    union all
    select
        linked_identifier as identifier,
        first_event_at,
        last_event_at,
        events
    from {{ ref('int_identity_edges') }}
)

select
    excluded.identifier,
    excluded.known_neighbours,
    excluded.device_neighbours,
    min(ties.first_event_at) as first_tied_at,
    max(ties.last_event_at) as last_tied_at,
    sum(ties.events)::bigint as events
from excluded
inner join ties on excluded.identifier = ties.identifier
group by excluded.identifier, excluded.known_neighbours, excluded.device_neighbours
