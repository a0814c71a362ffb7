{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'event_at']
) }}

-- Rebuilt after the scope that is found in what is known until then.
-- depends_on: {{ ref('int_rebuild_orders') }}
with sessions as (
    select
        event_key,
        session_id,
        event_number_in_session
    from {{ ref('int_event_sessions') }}
    where {{ in_rebuild_scope('visitor_days') }}
)

select
    events.arrival_id,
    events.event_key,
    events.event_id,
    events.source,
    events.protocol,
    events.event_type,
    events.event_name,
    events.schema_ref,
    events.event_at,
    events.event_day,
    events.received_at,
    events.time_implausible,
    events.visitor_id,
    events.anonymous_id,
    events.user_id,
    events.group_id,
    events.page_url,
    events.page_host,
    events.page_path,
    events.page_title,
    events.page_referrer,
    events.campaign_source,
    events.campaign_medium,
    events.campaign_name,
    events.campaign_term,
    events.campaign_content,
    events.click_id_name,
    events.click_id,
    events.browser,
    events.os,
    events.device,
    events.device_type,
    events.is_bot,
    events.locale,
    events.library,
    events.app_name,
    events.app_version,
    events.properties,
    events.traits,
    events.attempt,
    events.referer_host,
    events.referer_medium,
    events.referer_source,
    events.referer_term,
    events.click_id_network,
    events.geo_country,
    events.geo_region,
    events.geo_region_name,
    events.geo_city,
    events.geo_timezone,
    events.geo_isp,
    events.is_anonymous_ip,
    events.revenue_base,
    events.price_base,
    events.base_currency,
    events.rate_date,
    events.consent_refused,
    events.enrichment_failures,
    events.violations,
    events.tracker_session_id,
    events.tracker_session_number,
    events.tracker_page_view_id,
    events.load_id,
    events.load_hour,
    events.order_id,
    events.product_id,
    events.resent_duplicates,
    events.transport_duplicates,
    events.superseded_attempts,
    events.is_event_id_conflict,
    sessions.session_id,
    sessions.event_number_in_session
from {{ ref('int_events_deduplicated') }} as events
left join sessions on events.event_key = sessions.event_key
where {{ in_rebuild_scope('visitor_days', 'events') }}
