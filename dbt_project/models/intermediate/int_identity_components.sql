{{
    config(
        dist='identifier',
        sort='identifier',
        pre_hook="{{ connect_identifiers(linkable_pairs(), 'identity_connected') }}",
    )
}}

-- depends_on: {{ ref('int_identity_edges') }}
select
    identifiers.identifier,
    coalesce(connected.component_id, identifiers.identifier) as component_id
from {{ ref('int_identity_identifiers') }} as identifiers
left join identity_connected as connected on identifiers.identifier = connected.identifier
