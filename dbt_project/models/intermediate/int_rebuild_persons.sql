{{ config(
    materialized='incremental', incremental_strategy='rebuild_everything', full_refresh=false,
    dist='person_id', sort='person_id'
) }}

-- depends_on: {{ ref('stg_model_builds') }}
{% set known = built_before('int_visitor_days') %}

with found as (
    select persons.person_id
    from {{ ref('int_person_visitors') }} as persons
    where persons.visitor_id in (select in_scope.visitor_id from {{ ref('int_rebuild_scope') }} as in_scope)
    {%- if known %}
        union
        select known.person_id
        from {{ known }} as known
        where (known.visitor_id, known.event_day) in (
            select
                in_scope.visitor_id,
                in_scope.event_day
            from {{ ref('int_rebuild_scope') }} as in_scope
        )
    {%- endif %}
    {%- if is_incremental() %}
        union
        select left_over.person_id
        from {{ this }} as left_over
        where left_over.build_id not in (select builds.build_id from {{ ref('stg_model_builds') }} as builds)
    {%- endif %}
)

select distinct
    person_id,
    '{{ invocation_id }}'::varchar(36) as build_id
from found
where person_id is not null
