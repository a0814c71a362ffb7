{{ config(dist='person_id', sort=['person_id', 'touched_at']) }}

-- What speaks of where a visit came from; the first event stands for visits that nothing led to.
with traces as (
    select
        session_id,
        event_at,
        event_day,
        visitor_id,
        user_id,
        campaign_source,
        campaign_medium,
        campaign_name,
        click_id_network,
        referer_host,
        referer_medium,
        referer_source,
        event_number_in_session,
        case
            when coalesce(campaign_source, campaign_medium, campaign_name, click_id_name) is not null then 1
            when referer_medium <> 'internal' then 2
            else 3
        end as strength
    from {{ ref('fct_events') }}
    where
        session_id is not null
        and (
            event_number_in_session = 1
            or coalesce(campaign_source, campaign_medium, campaign_name, click_id_name) is not null
            or referer_medium <> 'internal'
        )
),

ranked as (
    select
        *,
        row_number() over (
            partition by session_id
            order by strength asc, event_number_in_session asc
        ) as trace_number,
        first_value(event_at) over (
            partition by session_id
            order by event_number_in_session asc
            rows between unbounded preceding and unbounded following
        ) as touched_at,
        first_value(event_day) over (
            partition by session_id
            order by event_number_in_session asc
            rows between unbounded preceding and unbounded following
        ) as touch_day
    from traces
)

select
    session_id,
    visitor_id,
    coalesce(user_id, visitor_id) as person_id,
    touched_at,
    touch_day as event_day,
    -- Names are told apart without case: Google, google and GOOGLE are one source.
    case
        when strength = 1 then lower(coalesce(campaign_source, click_id_network, '(not set)'))
        when strength = 2 then lower(coalesce(referer_source, referer_host, '(not set)'))
        else '(direct)'
    end::varchar(255) as source,
    case
        when strength = 1 and campaign_medium is null and click_id_network is not null then 'cpc'
        when strength = 1 then lower(coalesce(campaign_medium, '(not set)'))
        when strength = 2 and referer_medium = 'search' then 'organic'
        when strength = 2 and referer_medium = 'unknown' then 'referral'
        when strength = 2 then referer_medium
        else '(none)'
    end::varchar(255) as medium,
    case
        when strength = 1 then lower(coalesce(campaign_name, '(not set)'))
        else '(none)'
    end::varchar(255) as campaign,
    case when strength = 1 then click_id_network end as click_id_network,
    referer_medium,
    referer_source,
    strength = 3 as is_direct,
    row_number() over (
        partition by coalesce(user_id, visitor_id)
        order by touched_at asc, session_id asc
    ) = 1 as is_first_of_person
from ranked
where trace_number = 1
