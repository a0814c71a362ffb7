"""Queries of the conservation law's warehouse sides. Parameters are %s."""

RAW = "raw.events"
REJECTED = "raw.rejected_events"
FACTS = "marts.fct_events"

ROWS_BY_HOUR = "select load_hour, count(*) from {relation} group by load_hour"
IDS_OF_HOUR = "select distinct arrival_id from {relation} where load_hour = %s"
RAW_COUNTS = f"select count(*), count(distinct arrival_id), count(distinct event_key) from {RAW}"
FACT_COUNT = f"select count(*) from {FACTS}"

HOURS_OFF_THE_LEDGER = """
select coalesce(told.kind, held.kind) as kind, coalesce(told.load_hour, held.load_hour) as hour
from (
    select kind, load_hour, sum(row_count) as row_count
    from ops.load_ledger group by kind, load_hour
) as told
full outer join (
    select 'events' as kind, load_hour, count(*) as row_count
    from raw.events group by load_hour
    union all
    select 'rejected' as kind, load_hour, count(*) as row_count
    from raw.rejected_events group by load_hour
) as held on held.kind = told.kind and held.load_hour = told.load_hour
where coalesce(told.row_count, 0) <> coalesce(held.row_count, 0)
order by 1, 2
limit 100
"""


def keys_only_in(here: str, there: str, limit: int) -> str:
    """Event keys of one relation that another lacks, at most `limit`."""
    return (
        f"select distinct h.event_key from {here} as h "
        f"left join {there} as t on t.event_key = h.event_key "
        f"where t.event_key is null limit {limit}"
    )
