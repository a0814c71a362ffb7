{{ config(
    materialized='incremental', incremental_strategy='rebuild_everything', full_refresh=false,
    dist='order_id', sort='order_id'
) }}

-- depends_on: {{ ref('stg_model_builds') }}
with changed as (
    select
        visitor_id,
        event_day
    from {{ ref('int_rebuild_scope') }}
    -- The days that only follow from an order tell of others that stay as they are.
    where reason <> 'order'
),

found as (
    {{ orders_at('changed', built_before('fct_events')) }}
    {%- if is_incremental() %}
        union
        select order_id
        from {{ this }}
        where build_id not in (select builds.build_id from {{ ref('stg_model_builds') }} as builds)
    {%- endif %}
)

select
    order_id,
    '{{ invocation_id }}'::varchar(36) as build_id
from found
