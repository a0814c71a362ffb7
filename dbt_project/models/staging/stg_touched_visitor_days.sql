select
    load_id,
    rtrim(visitor_id) as visitor_id,
    event_day,
    touched_at
from {{ source('ops', 'touched_visitor_days') }}
