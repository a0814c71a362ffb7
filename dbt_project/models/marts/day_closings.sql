{{ config(materialized='view') }}

select
    event_day,
    closing,
    action,
    load_id,
    build_id,
    happened_at,
    events_before,
    events_after,
    late_visitors
from {{ source('ops', 'day_closings') }}
