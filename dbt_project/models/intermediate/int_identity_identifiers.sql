{{ config(dist='identifier', sort='identifier') }}

with neighbours as (
    -- A trait tells whose it is as a user id tells whose device it is: few may share it.
    select
        identifier,
        linked_identifier as neighbour,
        'known' as side
    from {{ ref('int_identity_edges') }}

    union distinct

    select
        linked_identifier as identifier,
        identifier as neighbour,
        case when kind = 'trait' then 'known' else 'device' end as side
    from {{ ref('int_identity_edges') }}
),

counted as (
    select
        identifier,
        sum(case when side = 'known' then 1 else 0 end) as known_neighbours,
        sum(case when side = 'device' then 1 else 0 end) as device_neighbours
    from neighbours
    group by identifier
)

select
    identifier,
    known_neighbours::integer as known_neighbours,
    device_neighbours::integer as device_neighbours,
    (
        known_neighbours > {{ var('identity_most_known_neighbours') }}
        or device_neighbours > {{ var('identity_most_device_neighbours') }}
    ) as is_excluded
from counted
