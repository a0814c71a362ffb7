{{ config(dist='person_id', sort=['person_id', 'event_at']) }}

select
    event_key,
    event_at,
    event_day,
    visitor_id,
    coalesce(user_id, visitor_id) as person_id,
    case event_name when 'Ad Clicked' then 'click' else 'impression' end as interaction,
    {{ super_text('properties.ad_id') }} as ad_id,
    lower({{ super_text('properties.network') }}) as network,
    lower({{ super_text('properties.campaign') }}) as campaign,
    {{ super_text('properties.creative') }} as creative,
    {{ super_text('properties.placement') }} as placement
from {{ ref('fct_events') }}
where event_type = 'track' and event_name in ('Ad Impression', 'Ad Clicked') and not is_bot
