{#- The links between ids of which neither is excluded. -#}
{% macro linkable_pairs() -%}
    select
        edges.identifier,
        edges.linked_identifier
    from {{ ref('int_identity_edges') }} as edges
    inner join {{ ref('int_identity_identifiers') }} as givers
        on edges.identifier = givers.identifier and not givers.is_excluded
    inner join {{ ref('int_identity_identifiers') }} as takers
        on edges.linked_identifier = takers.identifier and not takers.is_excluded
{%- endmacro %}
