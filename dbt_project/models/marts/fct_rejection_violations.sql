{{ config(dist='arrival_id', sort='event_day') }}

-- Each violation on a row of its own, so that one can ask which field of which app is wrong.
select
    rejected.arrival_id,
    violation_index + 1 as violation_number,
    rejected.event_day,
    rejected.source,
    rejected.reason,
    rejected.schema_ref,
    rejected.event_name,
    rejected.status,
    {{ super_text('violation.pointer', 4096) }} as pointer,
    {{ super_text('violation.keyword', 64) }} as keyword,
    {{ super_text('violation.expected', 4096) }} as expected,
    {{ super_text('violation.found', 4096) }} as found_value
from {{ ref('int_rejected_arrivals') }} as rejected, rejected.violations as violation at violation_index
