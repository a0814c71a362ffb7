{{ config(materialized='view') }}

-- A view: it is looked at when something is wrong, and nearly all events have nothing to show.
select
    events.event_key,
    'violation' as kind,
    events.event_day,
    events.source,
    events.event_name,
    events.schema_ref,
    {{ super_text('fault.pointer', 4096) }} as place,
    {{ super_text('fault.keyword', 64) }} as fault,
    {{ super_text('fault.found', 4096) }} as detail
from {{ ref('fct_events') }} as events, events.violations as fault

union all

select
    events.event_key,
    'enrichment_failure' as kind,
    events.event_day,
    events.source,
    events.event_name,
    events.schema_ref,
    {{ super_text('fault.enrichment', 64) }} as place,
    {{ super_text('fault.error', 64) }} as fault,
    null as detail
from {{ ref('fct_events') }} as events, events.enrichment_failures as fault
