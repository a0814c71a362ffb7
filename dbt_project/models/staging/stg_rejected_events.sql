select
    arrival_id,
    event_id,
    source,
    protocol,
    event_type,
    event_name,
    schema_ref,
    reason,
    violations,
    visitor_id,
    received_at,
    attempt,
    received_at::date as event_day,
    load_id,
    load_hour
from {{ source('raw', 'rejected_events') }}
