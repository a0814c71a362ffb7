{{ config(dist='all', sort='load_id') }}

select
    load_id,
    min(touched_at) as loaded_at,
    count(*) as visitor_days,
    '{{ invocation_id }}'::varchar(36) as build_id
from {{ ref('stg_touched_visitor_days') }}
group by load_id
