select
    build_id,
    built_at
from {{ source('ops', 'model_builds') }}
