select
    arrival_id,
    attempt,
    outcome,
    replay_id,
    load_hour,
    claimed_at,
    put_at,
    settled_at,
    note
from {{ source('ops', 'replay_outcomes') }}
