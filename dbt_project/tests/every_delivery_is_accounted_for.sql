-- The warehouse's part of the conservation law: rows in raw.events = events + what was set aside.
with events as (
    select coalesce(sum(1 + resent_duplicates + transport_duplicates), 0) as deliveries
    from {{ ref('fct_events') }}
),

raw_rows as (
    select count(*) as deliveries
    from {{ ref('stg_events') }}
)

select
    events.deliveries as accounted_for,
    raw_rows.deliveries as delivered
from events
cross join raw_rows
where events.deliveries <> raw_rows.deliveries
