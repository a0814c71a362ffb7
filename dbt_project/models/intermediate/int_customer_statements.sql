{{ config(
    materialized='incremental', incremental_strategy='rebuild_touched_days',
    dist='visitor_id', sort=['event_day', 'visitor_id']
) }}

with events as (
    select
        event_key,
        visitor_id,
        event_day,
        event_at,
        received_at,
        case when event_type = 'identify' and is_object(traits) then traits end as traits,
        -- Names with capitals can be reached in JSON's text alone.
        case when is_object(context) then json_serialize(context) end as context_text,
        rtrim(consent_refused) as consent_refused
    from {{ ref('int_events_deduplicated') }}
    where {{ in_rebuild_scope('touched_days') }} and not is_bot
),

told as (
    select
        event_key,
        visitor_id,
        event_day,
        event_at,
        received_at,
        traits,
        json_serialize(traits) as traits_text,
        coalesce(
            nullif(json_extract_path_text(context_text, 'consent', 'categoryPreferences', true), ''),
            nullif(json_extract_path_text(context_text, 'consentManagement', true), '')
        )::varchar(4096) as consent,
        consent_refused
    from events
),

statements as (
    select
        event_key,
        visitor_id,
        event_day,
        event_at,
        received_at,
        traits,
        traits_text,
        traits is not null as tells_traits,
        coalesce(consent, consent_refused) is not null as tells_consent,
        case when coalesce(consent, consent_refused) is not null then coalesce(consent, '') end as consent,
        case when coalesce(consent, consent_refused) is not null then coalesce(consent_refused, '') end
            as consent_refused
    from told
    where coalesce(traits_text, consent, consent_refused) is not null
),

compared as (
    select
        *,
        {{ told_before('traits_text', 'visitor_id, event_day, tells_traits') }} as traits_text_before,
        {{ told_before("consent || '|' || consent_refused", 'visitor_id, event_day, tells_consent') }}
            as consent_before
    from statements
)

select
    event_key,
    visitor_id,
    event_day,
    event_at,
    received_at,
    tells_traits,
    tells_consent,
    traits,
    {{ super_text('traits.email') }} as email,
    {{ super_text('traits.phone') }} as phone,
    {{ super_text('traits.username') }} as username,
    {{ super_text('traits.gender', 64) }} as gender,
    {{ super_count('traits.age') }} as age,
    {{ super_text('traits.title') }} as title,
    coalesce({{ super_text('traits.company') }}, {{ super_text('traits.company.name') }}) as company,
    {{ super_text('traits.plan') }} as plan,
    {{ super_text('traits.language', 64) }} as preferred_language,
    consent,
    consent_refused
from compared
-- A client that says the same with every event says it once.
where
    (tells_traits and (traits_text_before is null or traits_text <> traits_text_before))
    or (tells_consent and (consent_before is null or consent || '|' || consent_refused <> consent_before))
