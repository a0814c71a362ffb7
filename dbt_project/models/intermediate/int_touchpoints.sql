{{ config(materialized='view', bind=false) }}

with traced as (
    select
        sessions.*,
        persons.person_id as person,
        case
            when
                coalesce(
                    sessions.campaign_source, sessions.campaign_medium, sessions.campaign_name,
                    sessions.click_id_name
                ) is not null then 'campaign'
            when sessions.referer_medium <> 'internal' then 'referer'
            else 'direct'
        end as led_by
    from {{ ref('fct_sessions') }} as sessions
    inner join {{ ref('int_person_visitors') }} as persons on sessions.visitor_id = persons.visitor_id
)

select
    session_id,
    visitor_id,
    person as person_id,
    started_at as touched_at,
    event_day,
    -- Names are told apart without case: Google, google and GOOGLE are one source.
    case led_by
        when 'campaign' then lower(coalesce(campaign_source, click_id_network, '(not set)'))
        when 'referer' then lower(coalesce(referer_source, referer_host, '(not set)'))
        else '(direct)'
    end::varchar(255) as source,
    case
        when led_by = 'campaign' and campaign_medium is null and click_id_network is not null then 'cpc'
        when led_by = 'campaign' then lower(coalesce(campaign_medium, '(not set)'))
        when led_by = 'referer' and referer_medium = 'search' then 'organic'
        when led_by = 'referer' and referer_medium = 'unknown' then 'referral'
        when led_by = 'referer' then referer_medium
        else '(none)'
    end::varchar(255) as medium,
    case led_by
        when 'campaign' then lower(coalesce(campaign_name, '(not set)'))
        else '(none)'
    end::varchar(255) as campaign,
    campaign_term,
    campaign_content,
    click_id_network,
    referer_medium,
    referer_source,
    led_by = 'direct' as is_direct
from traced
