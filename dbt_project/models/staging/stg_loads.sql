select
    load_id,
    min(loaded_at) as loaded_at
from {{ source('ops', 'load_ledger') }}
group by load_id
