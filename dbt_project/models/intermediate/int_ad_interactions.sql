{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='person_id', sort=['person_id', 'event_at']
) }}

select
    events.event_key,
    events.event_at,
    events.event_day,
    events.visitor_id,
    persons.person_id,
    case events.event_name when 'Ad Clicked' then 'click' else 'impression' end as interaction,
    {{ super_text('events.properties.ad_id') }} as ad_id,
    lower({{ super_text('events.properties.network') }}) as network,
    lower({{ super_text('events.properties.campaign') }}) as campaign,
    {{ super_text('events.properties.creative') }} as creative,
    {{ super_text('events.properties.placement') }} as placement
from {{ ref('fct_events') }} as events
inner join {{ ref('int_person_visitors') }} as persons on events.visitor_id = persons.visitor_id
where
    events.event_type = 'track'
    and events.event_name in ('Ad Impression', 'Ad Clicked')
    and not events.is_bot
    and {{ in_rebuild_scope('visitor_days', 'events') }}
