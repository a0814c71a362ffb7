{{ config(
    materialized='incremental', incremental_strategy='rebuild_events',
    dist='visitor_id', sort=['event_day', 'event_at']
) }}

{%- set columns -%}
    arrival_id,
    event_key,
    event_id,
    fingerprint,
    source,
    protocol,
    event_type,
    event_name,
    schema_ref,
    event_at,
    event_day,
    received_at,
    original_at,
    sent_at,
    time_implausible,
    visitor_id,
    anonymous_id,
    user_id,
    previous_id,
    group_id,
    page_url,
    page_host,
    page_path,
    page_title,
    page_referrer,
    campaign_source,
    campaign_medium,
    campaign_name,
    campaign_term,
    campaign_content,
    click_id_name,
    click_id,
    user_agent,
    browser,
    browser_version,
    os,
    os_version,
    device,
    device_type,
    is_bot,
    ip,
    locale,
    library,
    app_name,
    app_version,
    properties,
    traits,
    context,
    attempt,
    page_scheme,
    page_port,
    page_query,
    page_fragment,
    referer_host,
    referer_medium,
    referer_source,
    referer_term,
    click_id_network,
    geo_country,
    geo_region,
    geo_region_name,
    geo_city,
    geo_timezone,
    geo_latitude,
    geo_longitude,
    geo_asn,
    geo_isp,
    is_anonymous_ip,
    revenue_base,
    price_base,
    base_currency,
    rate_date,
    exchange_rate,
    consent_refused,
    enrichment_failures,
    violations,
    tracker_session_id,
    tracker_session_number,
    tracker_page_view_id,
    load_id,
    load_hour,
    order_id,
    product_id,
{%- endset -%}
{%- set known -%}
    {{ known_to_this_build('load_id') }}
    {%- if is_incremental() or not execute %}
        -- Whole ids, of all days, and the other attempts of their arrivals.
        and (event_id, event_day) in (
            select
                involved.event_id,
                involved.event_day
            from {{ ref('int_rebuild_events') }} as involved
        )
    {%- endif %}
{%- endset -%}
{%- set changed -%}
    {%- if is_incremental() or not execute %}
        and event_id in (
            select involved.event_id
            from {{ ref('int_rebuild_events') }} as involved
            where involved.is_changed
        )
    {%- endif %}
{%- endset -%}

-- A later attempt may also have been set aside, as after a consent was withdrawn: then none counts.
with set_aside as (
    select
        arrival_id,
        max(attempt) as attempt
    from {{ ref('stg_rejected_events') }}
    where attempt > 0 and {{ known_to_this_build('load_id') }}
    group by arrival_id
),

repeated_arrivals as (
    select arrival_id
    from {{ ref('stg_events') }}
    where {{ known }}
    group by arrival_id
    having count(*) > 1
),

-- Few events share an id or an arrival with others. Windows over these alone: over all of them, whole
-- events would be sorted.
contested as (
    select event_id
    from {{ ref('stg_events') }}
    where {{ known }}
    group by event_id
    having count(*) > 1
    union
    select event_id
    from {{ ref('stg_events') }}
    where
        {{ known }}
        and (
            arrival_id in (select repeated.arrival_id from repeated_arrivals as repeated)
            or arrival_id in (select later.arrival_id from set_aside as later)
        )
),

-- Two windows, because the two kinds of duplicate differ: the same arrival delivered again (Kinesis,
-- Lambda and Firehose deliver at least once), and the same event sent again by its client.
deliveries as (
    select
        *,
        -- A replay carries the arrival's own id; its latest attempt is what counts.
        row_number() over (
            partition by arrival_id
            order by attempt desc, load_hour asc, load_id asc
        ) as delivery_number,
        count(*) over (partition by arrival_id, attempt) - 1 as repeated_deliveries,
        count(*) over (partition by arrival_id) as all_deliveries
    from {{ ref('stg_events') }}
    where {{ known }} and event_id in (select twice.event_id from contested as twice)
),

current_deliveries as (
    select
        deliveries.*,
        deliveries.all_deliveries - deliveries.repeated_deliveries - 1 as earlier_attempts
    from deliveries
    left join set_aside
        on
            deliveries.arrival_id = set_aside.arrival_id
            and deliveries.attempt < set_aside.attempt
    where deliveries.delivery_number = 1 and set_aside.arrival_id is null {{ changed }}
),

arrivals as (
    select
        *,
        row_number() over (
            partition by event_key
            order by received_at asc, arrival_id asc
        ) as arrival_number,
        count(*) over (partition by event_key) - 1 as resent_duplicates,
        sum(repeated_deliveries) over (partition by event_key) as transport_duplicates,
        sum(earlier_attempts) over (partition by event_key) as superseded_attempts
    from current_deliveries
)

select
    {{ columns }}
    resent_duplicates::integer as resent_duplicates,
    transport_duplicates::integer as transport_duplicates,
    superseded_attempts::integer as superseded_attempts,
    -- The same id with other content: both are kept, since neither can be known to be the right one.
    count(*) over (partition by event_id) > 1 as is_event_id_conflict
from arrivals
where arrival_number = 1

union all

select
    {{ columns }}
    0 as resent_duplicates,
    0 as transport_duplicates,
    0 as superseded_attempts,
    false as is_event_id_conflict
from {{ ref('stg_events') }}
where {{ known }} {{ changed }} and event_id not in (select twice.event_id from contested as twice)
