"""Queries of the conservation law's warehouse sides. Parameters are %s."""

RAW = "raw.events"
REJECTED = "raw.rejected_events"
FACTS = "marts.fct_events"

ROWS_BY_HOUR = "select load_hour, count(*) from {relation} group by load_hour"
IDS_OF_HOUR = "select distinct arrival_id from {relation} where load_hour = %s"

# Rows of raw.events of which no later attempt, good or not, took the place.
CURRENT = """(
    select e.arrival_id, e.event_key
    from raw.events as e
    left join (
        select arrival_id, max(attempt) as attempt
        from (
            select arrival_id, attempt from raw.events where attempt > 0
            union all
            select arrival_id, attempt from raw.rejected_events where attempt > 0
        ) as attempts
        group by arrival_id
    ) as later on later.arrival_id = e.arrival_id and later.attempt > e.attempt
    where later.arrival_id is null
)"""
RAW_COUNTS = (
    f"select (select count(*) from {RAW}), count(*), count(distinct arrival_id), "
    f"count(distinct event_key) from {CURRENT} as current_rows"
)
DISCARDED = "select arrival_id, attempt from ops.replay_outcomes where outcome = 'discarded'"
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
