{{ config(materialized='view') }}

-- Reckoned anew each time it is read: 20 years are less work than a table is to build in every cycle.
with digits as (
    {% for digit in range(10) %}
        select {{ digit }} as digit
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

days as (
    select
        dateadd(
            day, ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit, '2020-01-01'
        )::date as date_day
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    where thousands.digit < 8
)

select
    date_day,
    date_trunc('week', date_day)::date as week_start,
    date_trunc('month', date_day)::date as month_start,
    date_trunc('quarter', date_day)::date as quarter_start,
    extract(year from date_day)::integer as calendar_year,
    extract(month from date_day)::integer as month_of_year,
    to_char(date_day, 'YYYY-MM') as month_name,
    case extract(dow from date_day) when 0 then 7 else extract(dow from date_day) end::integer as day_of_week,
    extract(dow from date_day) in (0, 6) as is_weekend
from days
where date_day < '2040-01-01'
