{{ config(dist='all', sort='event_day') }}

with numbered as (
    select
        *,
        row_number() over (
            partition by event_day, source, reason, schema_ref, event_name
            order by received_at desc, arrival_id asc
        ) as sample_number
    from {{ ref('int_rejected_arrivals') }}
    -- A visitor who did not consent is no fault of the event.
    where reason <> 'consent_dropped'
)

select
    event_day,
    source,
    reason,
    schema_ref,
    event_name,
    count(*)::bigint as arrivals,
    sum(case when status in ('open', 'rejected_again') then 1 else 0 end)::bigint as open_arrivals,
    sum(case when status = 'replaying' then 1 else 0 end)::bigint as replaying_arrivals,
    sum(case when status = 'recovered' then 1 else 0 end)::bigint as recovered_arrivals,
    sum(case when status = 'discarded' then 1 else 0 end)::bigint as discarded_arrivals,
    min(received_at) as first_received_at,
    max(received_at) as last_received_at,
    max(case when sample_number = 1 then arrival_id end) as sample_arrival_id,
    max(case when sample_number = 1 then first_pointer end) as sample_pointer,
    max(case when sample_number = 1 then first_keyword end) as sample_keyword
from numbered
group by event_day, source, reason, schema_ref, event_name
