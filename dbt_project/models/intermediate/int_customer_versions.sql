{{ config(dist='person_id', sort=['person_id', 'valid_from']) }}

with statements as (
    select
        visitors.person_id,
        statements.*
    from {{ ref('int_customer_statements') }} as statements
    inner join {{ ref('int_person_visitors') }} as visitors
        on statements.visitor_id = visitors.visitor_id
),

traits as (
    select
        statements.event_key,
        statements.person_id,
        statements.event_at,
        statements.received_at,
        rtrim(trait_name) as trait,
        json_serialize(trait_value) as told
    from statements, unpivot statements.traits as trait_value at trait_name
    where statements.tells_traits and json_typeof(trait_value) <> 'null'
),

traits_compared as (
    select
        event_key,
        told,
        {{ told_before('told', 'person_id, trait') }} as told_before
    from traits
),

consents_compared as (
    select
        event_key,
        consent || '|' || consent_refused as told,
        {{ told_before("consent || '|' || consent_refused", 'person_id') }} as told_before
    from statements
    where tells_consent
),

changes as (
    select event_key from traits_compared
    where told_before is null or told <> told_before
    union distinct
    select event_key from consents_compared
    where told_before is null or told <> told_before
),

-- A trait that a later call leaves out is still known.
filled as (
    select
        person_id,
        event_key,
        event_at,
        received_at,
        {{ last_told('traits') }} as traits,
        {{ last_told('email') }} as email,
        {{ last_told('phone') }} as phone,
        {{ last_told('username') }} as username,
        {{ last_told('gender') }} as gender,
        {{ last_told('age') }} as age,
        {{ last_told('title') }} as title,
        {{ last_told('company') }} as company,
        {{ last_told('plan') }} as plan,
        {{ last_told('preferred_language') }} as preferred_language,
        {{ last_told('consent') }} as consent,
        {{ last_told('consent_refused') }} as consent_refused
    from statements
),

persons as (
    select
        person_id,
        min(first_event_at) as first_seen_at
    from {{ ref('int_person_visitors') }}
    where not is_bot
    group by person_id
),

moments as (
    select
        person_id,
        first_seen_at as valid_from,
        first_seen_at as received_at,
        null::varchar(36) as event_key
    from persons
    union all
    select
        filled.person_id,
        filled.event_at as valid_from,
        filled.received_at,
        filled.event_key
    from filled
    inner join changes on filled.event_key = changes.event_key
),

-- Of several changes at one moment the last one holds.
latest as (
    select
        *,
        row_number() over (
            partition by person_id, valid_from
            order by
                case when event_key is null then 1 else 0 end asc,
                received_at desc, event_key desc
        ) as recency
    from moments
)

select
    latest.person_id,
    row_number() over (partition by latest.person_id order by latest.valid_from asc)::integer
        as version_number,
    latest.valid_from,
    lead(latest.valid_from) over (partition by latest.person_id order by latest.valid_from asc) as valid_to,
    lead(latest.valid_from) over (partition by latest.person_id order by latest.valid_from asc) is null
        as is_current,
    filled.email,
    filled.phone,
    filled.username,
    filled.gender,
    filled.age,
    filled.title,
    filled.company,
    filled.plan,
    filled.preferred_language,
    filled.traits,
    nullif(filled.consent, '') as consent,
    nullif(filled.consent_refused, '') as consent_refused
from latest
left join filled on latest.event_key = filled.event_key
where latest.recency = 1
