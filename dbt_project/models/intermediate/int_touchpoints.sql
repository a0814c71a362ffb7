{{ config(materialized='view', bind=false) }}

with traced as (
    select
        *,
        case
            when coalesce(campaign_source, campaign_medium, campaign_name, click_id_name) is not null
                then 'campaign'
            when referer_medium <> 'internal' then 'referer'
            else 'direct'
        end as led_by
    from {{ ref('fct_sessions') }}
)

select
    session_id,
    visitor_id,
    person_id,
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
