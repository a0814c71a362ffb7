{{ config(
    materialized='incremental', incremental_strategy='rebuild_touched_days',
    dist='visitor_id', sort=['event_day', 'visitor_id']
) }}

-- Ids of all kinds are pseudonyms by one key, so the same id is the same text in whatever column.
with events as (
    select
        visitor_id,
        event_day,
        event_at,
        event_type,
        user_id,
        previous_id,
        traits
    from {{ ref('int_events_deduplicated') }}
    where
        {{ in_rebuild_scope('touched_days') }}
        and not is_bot
        and (user_id is not null or previous_id is not null or event_type = 'identify')
),

links as (
    select
        visitor_id,
        event_day,
        event_at,
        'user' as kind,
        visitor_id as identifier,
        user_id as linked_identifier
    from events
    where user_id is not null

    union all

    select
        visitor_id,
        event_day,
        event_at,
        'alias' as kind,
        previous_id as identifier,
        coalesce(user_id, visitor_id) as linked_identifier
    from events
    where event_type = 'alias' and previous_id is not null
    {%- for trait in var('identity_traits') %}

        union all

        select
            visitor_id,
            event_day,
            event_at,
            'trait' as kind,
            coalesce(user_id, visitor_id) as identifier,
            {{ super_text('traits.' ~ trait) }} as linked_identifier
        from events
        where
            event_type = 'identify'
            -- A value that its source declares as not personal is no pseudonym, and no id.
            and {{ super_text('traits.' ~ trait) }} ~ '^[0-9a-f]{64}$'
    {%- endfor %}
)

select
    visitor_id,
    event_day,
    kind,
    identifier,
    linked_identifier::varchar(64) as linked_identifier,
    min(event_at) as first_event_at,
    max(event_at) as last_event_at,
    count(*)::integer as events
from links
where identifier <> linked_identifier
group by visitor_id, event_day, kind, identifier, linked_identifier
