{{ config(
    materialized='incremental', incremental_strategy='rebuild_visitor_days',
    dist='visitor_id', sort=['event_day', 'searched_at']
) }}

with moments as (
    select
        session_id,
        event_at,
        event_number_in_session,
        case
            when event_name = 'Products Searched' then 'search'
            when event_name = 'Product Clicked' then 'click'
            else 'add'
        end as moment,
        event_key,
        visitor_id,
        event_day,
        coalesce(
            lower(trim(regexp_replace({{ super_text('properties.query', 8192) }}, '[[:space:]]+', ' '))), ''
        ) as query,
        {{ super_count('properties.total_results') }} as results,
        0::decimal(38, 2) as revenue,
        0::decimal(38, 2) as revenue_base
    from {{ ref('fct_events') }}
    where
        session_id is not null
        and event_type = 'track'
        and event_name in (
            'Products Searched', 'Product Clicked', 'Product Added', 'Wishlist Product Added to Cart'
        )
        and {{ in_rebuild_scope('visitor_days') }}
    union all
    -- Whatever happened at the moment of the order happened before it.
    select
        session_id,
        ordered_at as event_at,
        2147483647 as event_number_in_session,
        'order' as moment,
        order_id as event_key,
        visitor_id,
        event_day,
        null as query,
        null as results,
        revenue,
        coalesce(revenue_base, 0) as revenue_base
    from {{ ref('fct_orders') }}
    where is_completed and session_id is not null and {{ in_rebuild_scope('visitor_days') }}
),

-- What follows a search belongs to it until the visitor searches again.
numbered as (
    select
        *,
        sum(case when moment = 'search' then 1 else 0 end) over (
            partition by session_id
            order by event_at asc, event_number_in_session asc, event_key asc
            rows unbounded preceding
        ) as search_number
    from moments
),

searches as (
    select
        session_id,
        search_number,
        max(case when moment = 'search' then event_key end) as event_key,
        max(case when moment = 'search' then visitor_id end) as visitor_id,
        max(case when moment = 'search' then event_at end) as searched_at,
        max(case when moment = 'search' then event_day end) as event_day,
        max(case when moment = 'search' then query end) as query,
        max(case when moment = 'search' then results end) as results,
        sum(case when moment = 'click' then 1 else 0 end) as clicks,
        sum(case when moment = 'add' then 1 else 0 end) as adds,
        sum(case when moment = 'order' then 1 else 0 end) as orders,
        sum(revenue) as revenue,
        sum(revenue_base) as revenue_base
    from numbered
    where search_number > 0
    group by session_id, search_number
),

followed as (
    select
        *,
        lead(query) over (partition by session_id order by search_number asc) as next_query
    from searches
)

select
    followed.event_key,
    followed.visitor_id,
    persons.person_id,
    followed.session_id,
    followed.search_number::integer as search_number,
    followed.searched_at,
    followed.event_day,
    followed.query,
    followed.results::integer as results,
    followed.clicks::integer as clicks,
    followed.adds::integer as adds,
    followed.orders::integer as orders,
    followed.revenue::decimal(38, 2) as revenue,
    followed.revenue_base::decimal(38, 2) as revenue_base,
    coalesce(followed.clicks = 0 and followed.next_query <> followed.query, false) as is_refined
from followed
left join {{ ref('int_person_visitors') }} as persons on followed.visitor_id = persons.visitor_id
