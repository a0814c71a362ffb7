"""Statements that cost a translation: what clients send, and a model in the shape of our own.

`$n` is another number each time, so that no translation of before is found.
"""

TEXTS = {
    "arithmetic": """
        select event_key, attempt * 3 / 2 + $n as n from bench_events where attempt / 2 > $n
    """,
    "aggregates": """
        select source, sum(attempt * 1.5) / count(*) as mean, avg(attempt) as whole
        from bench_events where attempt > $n group by source
    """,
    "SUPER": """
        select properties.price::decimal(12, 2) * $n as price from bench_events
    """,
}

# Sessions and their orders, as the intermediate models and the marts of dbt_project make them.
MODEL = """
with activity as (
    select event_key, visitor_id, event_at, event_day, received_at, page_path, event_name,
           properties
    from bench_events
    where not is_bot and event_type in ('track', 'page', 'screen')
      and event_name not in ('Order Updated', 'Order Cancelled')
),
neighbours as (
    select *, lag(event_at) over (
        partition by visitor_id order by event_at asc, received_at asc, event_key asc
    ) as previous_event_at
    from activity
),
starts as (
    select *, case
        when previous_event_at is null then 1
        when event_at > dateadd(minute, 30, previous_event_at) then 1
        else 0
    end as is_start
    from neighbours
),
numbered as (
    select *, sum(is_start) over (
        partition by visitor_id order by event_at asc, received_at asc, event_key asc
        rows unbounded preceding
    ) as session_number
    from starts
),
placed as (
    select *, row_number() over (
        partition by visitor_id, session_number
        order by event_at asc, received_at asc, event_key asc
    ) as event_number_in_session,
    first_value(event_key) over (
        partition by visitor_id, session_number
        order by event_at asc, received_at asc, event_key asc
        rows between unbounded preceding and unbounded following
    ) as start_event_key
    from numbered
),
lines as (
    select event_key, visitor_id, md5(visitor_id || '|' || start_event_key) as session_id,
           properties.product_id::varchar(64) as product_id,
           properties.price::decimal(18, 4) as price,
           properties.quantity::integer as quantity
    from placed
    where event_name = 'order_completed'
),
amounts as (
    select session_id, count(*) as line_count, sum(quantity) as units,
           sum(price * quantity)::decimal(18, 4) as revenue,
           avg(price) as average_price,
           sum(price * quantity) / nullif(sum(quantity), 0) as price_per_unit
    from lines
    group by session_id
),
sessions as (
    select md5(visitor_id || '|' || start_event_key) as session_id, visitor_id,
           min(event_at) as started_at, max(event_at) as ended_at,
           datediff(second, min(event_at), max(event_at)) as duration_seconds,
           count(*)::integer as event_count,
           count(distinct page_path)::integer as page_count,
           sum(case when event_name = 'product_viewed' then 1 else 0 end)::integer as view_count,
           max(event_number_in_session) as last_event_number
    from placed
    group by 1, 2
),
joined as (
    select s.*, coalesce(a.units, 0) as units, coalesce(a.revenue, 0)::decimal(18, 4) as revenue,
           a.price_per_unit, a.average_price, 1.0 * s.view_count / nullif(s.event_count, 0) as share
    from sessions s
    left join amounts a on s.session_id = a.session_id
)
select session_id, visitor_id, started_at, ended_at, duration_seconds, event_count, page_count,
       view_count, units, revenue, round(share, 4) as view_share,
       revenue / nullif(event_count, 0) as revenue_per_event,
       started_at::date as started_day, duration_seconds / 60 as minutes, units + 1 as n$n
from joined
where duration_seconds >= 0
"""
