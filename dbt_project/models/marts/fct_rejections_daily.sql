{{ config(dist='all', sort='event_day') }}

select
    event_day,
    source,
    reason,
    -- A quarantined event may be delivered twice, and be rejected again when it is replayed.
    count(distinct arrival_id)::bigint as arrivals,
    min(received_at) as first_received_at,
    max(received_at) as last_received_at
from {{ ref('stg_rejected_events') }}
-- A visitor who did not consent is no fault of the event.
where reason <> 'consent_dropped'
group by event_day, source, reason
