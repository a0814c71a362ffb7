{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'event_at']
) }}

with activity as (
    select
        event_key,
        visitor_id,
        event_at,
        event_day,
        received_at,
        event_type,
        case
            when coalesce(campaign_source, campaign_medium, campaign_name, click_id) is not null
                then
                    coalesce(campaign_source, '') || '|' || coalesce(campaign_medium, '') || '|'
                    || coalesce(campaign_name, '') || '|' || coalesce(click_id, '')
        end as campaign
    from {{ ref('int_events_deduplicated') }}
    where {{ is_activity() }} and {{ in_rebuild_scope('visitor_days') }}
),

neighbours as (
    select
        *,
        lag(event_at) over (
            partition by visitor_id
            order by event_at asc, received_at asc, event_key asc
        ) as previous_event_at
    from activity
),

starts as (
    select
        *,
        -- Whole units would hide a gap of a fraction: DATEDIFF counts boundaries, not time.
        case
            when previous_event_at is null then 1
            when event_at > dateadd(minute, {{ var('session_timeout_minutes') }}, previous_event_at) then 1
            else 0
        end as is_start
    from neighbours
),

{% if var('campaign_starts_session') -%}
    visits as (
        select
            *,
            sum(is_start) over (
                partition by visitor_id
                order by event_at asc, received_at asc, event_key asc
                rows unbounded preceding
            ) as visit_number
        from starts
    ),

    arrivals as (
        select
            event_key,
            visitor_id,
            event_at,
            event_day,
            received_at,
            is_start,
            campaign,
            last_value(campaign) ignore nulls over (
                partition by visitor_id, visit_number
                order by event_at asc, received_at asc, event_key asc
                rows between unbounded preceding and 1 preceding
            ) as campaign_before,
            sum(case when event_type in ('page', 'screen') then 1 else 0 end) over (
                partition by visitor_id, visit_number
                order by event_at asc, received_at asc, event_key asc
                rows between unbounded preceding and 1 preceding
            ) as views_before
        from visits
    ),

    -- What an app sends before its first screen, such as that it was opened, is no visit without a campaign.
    cut_by_campaign as (
        select
            *,
            case
                when is_start = 1 then 1
                when campaign <> campaign_before then 1
                when campaign is not null and campaign_before is null and views_before > 0 then 1
                else 0
            end as is_any_start
        from arrivals
    ),

{% endif -%}
numbered as (
    select
        *,
        sum({{ 'is_any_start' if var('campaign_starts_session') else 'is_start' }}) over (
            partition by visitor_id
            order by event_at asc, received_at asc, event_key asc
            rows unbounded preceding
        ) as session_number
    from {{ 'cut_by_campaign' if var('campaign_starts_session') else 'starts' }}
),

placed as (
    select
        *,
        row_number() over (
            partition by visitor_id, session_number
            order by event_at asc, received_at asc, event_key asc
        ) as event_number_in_session,
        first_value(event_key) over (
            partition by visitor_id, session_number
            order by event_at asc, received_at asc, event_key asc
            rows between unbounded preceding and unbounded following
        ) as start_event_key
    from numbered
)

select
    event_key,
    visitor_id,
    event_at,
    event_day,
    event_number_in_session::integer as event_number_in_session,
    -- Named by its first event, so that the id stays when later events arrive or models are rebuilt.
    md5(visitor_id || '|' || start_event_key) as session_id
from placed
