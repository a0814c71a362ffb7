-- A view: each order moves everybody's place among the others, which only reading it can know.
{{ config(materialized='view', bind=false) }}

with buyers as (
    select
        person_id,
        count(*) over () as buyers,
        rank() over (order by last_ordered_at asc) - 1 as less_recent,
        rank() over (order by orders - cancelled_orders asc) - 1 as less_frequent,
        rank() over (order by lifetime_value asc) - 1 as less_worth
    from {{ ref('fct_customer_value') }}
    where is_customer
),

scores as (
    select
        person_id,
        (1 + less_recent * 5 / buyers)::integer as recency_score,
        (1 + less_frequent * 5 / buyers)::integer as frequency_score,
        (1 + less_worth * 5 / buyers)::integer as monetary_score
    from buyers
),

latest as (
    select max(last_seen_at) as known_until
    from {{ ref('fct_customer_value') }}
)

select
    versions.person_id,
    versions.version_number,
    versions.valid_from,
    versions.valid_to,
    versions.is_current,
    customers.user_id,
    customers.is_identified,
    customers.is_customer,
    versions.email,
    versions.phone,
    versions.username,
    versions.gender,
    versions.age,
    versions.title,
    versions.company,
    versions.plan,
    versions.preferred_language,
    versions.traits,
    versions.consent,
    versions.consent_refused,
    customers.visitors,
    customers.first_seen_at,
    customers.last_seen_at,
    customers.lifetime_days,
    customers.sessions,
    customers.page_views,
    customers.first_touch_at,
    customers.first_touch_source,
    customers.first_touch_medium,
    customers.first_touch_campaign,
    customers.first_touch_referrer,
    customers.first_touch_landing_host,
    customers.first_touch_landing_page,
    customers.last_touch_at,
    customers.last_touch_source,
    customers.last_touch_medium,
    customers.last_touch_campaign,
    customers.last_touch_referrer,
    customers.last_touch_landing_host,
    customers.last_touch_landing_page,
    customers.orders,
    customers.cancelled_orders,
    customers.unconverted_orders,
    customers.first_ordered_at,
    customers.last_ordered_at,
    customers.lifetime_value,
    customers.average_order_value,
    customers.favourite_category,
    datediff(day, customers.last_ordered_at, latest.known_until)::integer as days_since_order,
    scores.recency_score,
    scores.frequency_score,
    scores.monetary_score
from {{ ref('int_customer_versions') }} as versions
inner join {{ ref('fct_customer_value') }} as customers on versions.person_id = customers.person_id
cross join latest
left join scores on versions.person_id = scores.person_id
