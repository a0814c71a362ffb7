{{ config(dist='visitor_id', sort='visitor_id') }}

-- depends_on: {{ ref('stg_touched_visitor_days') }}
-- depends_on: {{ ref('int_rebuild_loads') }}, {{ ref('int_rebuild_events') }}
-- depends_on: {{ ref('int_identity_days') }}, {{ ref('int_identity_components') }}
{% set persons = built_before('int_person_visitors') %}

{% if not persons %}

    -- A full build reads everybody anyway.
    select null::varchar(64) as visitor_id
    where false

{% else %}

    -- Visitors whose first event may be another, and those who belong to others than before.
    with moved as (
        select touched.visitor_id
        from ({{ touched_visitor_days() }}) as touched
        union
        select persons.visitor_id
        from {{ persons }} as persons
        inner join {{ ref('int_identity_components') }} as components
            on persons.visitor_id = components.identifier
        where persons.component_id <> components.component_id
        union
        select persons.visitor_id
        from {{ persons }} as persons
        left join {{ ref('int_identity_components') }} as components
            on persons.visitor_id = components.identifier
        where persons.component_id <> persons.visitor_id and components.identifier is null
    ),

    -- All whom they belong to, or did: a person is named by one of its visitors.
    groups as (
        select components.component_id
        from moved
        inner join {{ ref('int_identity_components') }} as components
            on moved.visitor_id = components.identifier
        union
        select persons.component_id
        from moved
        inner join {{ persons }} as persons on moved.visitor_id = persons.visitor_id
    )

    select visitor_id from moved
    union
    select components.identifier as visitor_id
    from groups
    inner join {{ ref('int_identity_components') }} as components
        on groups.component_id = components.component_id
    union
    select persons.visitor_id
    from groups
    inner join {{ persons }} as persons on groups.component_id = persons.component_id

{% endif %}
