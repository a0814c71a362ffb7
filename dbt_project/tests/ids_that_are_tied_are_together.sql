-- Ties whose two ids ended up apart. Were a round missing in connect_identifiers, they would be here.
with pairs as (
    {{ linkable_pairs() | indent(4) }}
)

select
    pairs.identifier,
    pairs.linked_identifier,
    left_side.component_id,
    right_side.component_id as other_component_id
from pairs
left join {{ ref('int_identity_components') }} as left_side
    on pairs.identifier = left_side.identifier
left join {{ ref('int_identity_components') }} as right_side
    on pairs.linked_identifier = right_side.identifier
where coalesce(left_side.component_id, '') <> coalesce(right_side.component_id, ' none')
