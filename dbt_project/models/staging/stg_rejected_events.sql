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
    -- The first violation stands for all where rows are counted by what is wrong with them.
    {{ super_text('violations[0].pointer', 4096) }} as first_pointer,
    {{ super_text('violations[0].keyword', 64) }} as first_keyword,
    load_id,
    load_hour
from {{ source('raw', 'rejected_events') }}
