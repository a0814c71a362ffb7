"""Statements of replay and reprocess. Parameters are %s."""

from collections.abc import Sequence

from orchestration.sql.ops_tables import OPS_SCHEMA, REPLAY_OUTCOMES, REPROCESSED_FILES

OUTCOMES = f"{OPS_SCHEMA}.{REPLAY_OUTCOMES.name}"
FILES = f"{OPS_SCHEMA}.{REPROCESSED_FILES.name}"

# The latest rejection of each arrival that nothing came after: no good attempt, no attempt under
# way, no discarding. A tombstone is no rejection: nothing is left of what it stands for.
OPEN_REJECTIONS = f"""(
    select r.*
    from (
        select
            arrival_id, attempt, load_hour, reason, source, schema_ref, event_name, received_at,
            row_number() over (
                partition by arrival_id order by attempt desc, load_hour, load_id
            ) as place
        from raw.rejected_events
    ) as r
    left join (select arrival_id, max(attempt) as attempt from raw.events group by arrival_id) as g
        on g.arrival_id = r.arrival_id and g.attempt >= r.attempt
    left join (select arrival_id, max(attempt) as attempt from {OUTCOMES} group by arrival_id) as o
        on o.arrival_id = r.arrival_id and o.attempt > r.attempt
    where r.place = 1 and r.reason <> 'consent_dropped'
        and g.arrival_id is null and o.arrival_id is null
) as rejections"""

CONDITIONS = {
    "reason": "reason = %s",
    "source": "source = %s",
    "schema_ref": "(schema_ref = %s or strpos(schema_ref, %s) = 1)",
    "event": "event_name = %s",
    "since": "received_at >= %s::timestamp",
    "until": "received_at < %s::timestamp",
}

PENDING = "outcome = 'pending' and (put_at is null or put_at < %s::timestamp)"
PENDING_HOURS = (
    f"select load_hour, count(*) from {OUTCOMES} where {PENDING} group by load_hour order by 1"
)
PENDING_PAGE = (
    f"select arrival_id, attempt from {OUTCOMES} where {PENDING} and load_hour = %s "
    "and arrival_id > %s order by arrival_id limit %s"
)
MARK_PUT = (
    f"update {OUTCOMES} set put_at = %s::timestamp where {PENDING} and load_hour = %s "
    "and arrival_id > %s and arrival_id <= %s"
)
UNDER_WAY = f"select count(*) from {OUTCOMES} where outcome = 'pending'"

# Of one attempt that was sent twice, once before and once after a schema was mended, good counts.
SETTLE_GOOD = f"""
update {OUTCOMES} set outcome = 'recovered', settled_at = %s::timestamp
from (select distinct arrival_id, attempt from raw.events where attempt > 0) as seen
where {REPLAY_OUTCOMES.name}.arrival_id = seen.arrival_id
    and {REPLAY_OUTCOMES.name}.attempt = seen.attempt
    and {REPLAY_OUTCOMES.name}.outcome in ('pending', 'rejected')
"""
SETTLE_REJECTED = f"""
update {OUTCOMES} set outcome = seen.outcome, settled_at = %s::timestamp
from (
    select arrival_id, attempt,
        min(case reason when 'consent_dropped' then reason else 'rejected' end) as outcome
    from raw.rejected_events where attempt > 0 group by arrival_id, attempt
) as seen
where {REPLAY_OUTCOMES.name}.arrival_id = seen.arrival_id
    and {REPLAY_OUTCOMES.name}.attempt = seen.attempt
    and {REPLAY_OUTCOMES.name}.outcome = 'pending'
"""

NEXT_ATTEMPT = f"""
select coalesce(max(attempt), 0) + 1 from (
    select max(attempt) as attempt from raw.events
    union all select max(attempt) from raw.rejected_events
    union all select max(attempt) from {OUTCOMES}
    union all select max(attempt) from {FILES}
) as attempts
"""
UNFINISHED_RUNS = f"select distinct reprocess_id from {FILES} where put_at is null"
FILES_OF_UNFINISHED_RUNS = (
    f"select object_key from {FILES} where reprocess_id in ({UNFINISHED_RUNS})"
)
WAITING_FILES = (
    f"select reprocess_id, object_key, load_hour, attempt from {FILES} "
    "where put_at is null order by load_hour, object_key"
)
FILE_PUT = (
    f"update {FILES} set put_at = %s::timestamp, arrivals = %s "
    "where reprocess_id = %s and object_key = %s"
)


def claim(conditions: Sequence[str]) -> str:
    """Claim what is open; parameters: replay_id, claimed_at, those of the conditions."""
    return _outcomes("'pending'", "null::timestamp", "null::varchar(1024)", conditions)


def discard(conditions: Sequence[str]) -> str:
    """Close what is open; parameters: replay_id, claimed_at, settled_at, note, conditions'."""
    return _outcomes("'discarded'", "%s::timestamp", "%s::varchar(1024)", conditions)


def summarise(conditions: Sequence[str]) -> str:
    """What is open: count, first and last receipt by reason, source, schema and event."""
    return (
        "select reason, source, schema_ref, event_name, count(*), min(received_at), "
        f"max(received_at) from {OPEN_REJECTIONS}{_where(conditions)} "
        "group by reason, source, schema_ref, event_name order by 5 desc, 1, 2, 3, 4"
    )


def largest_hour(conditions: Sequence[str]) -> str:
    """The load hour with most of what is open."""
    return (
        f"select load_hour from {OPEN_REJECTIONS}{_where(conditions)} "
        "group by load_hour order by count(*) desc, load_hour limit 1"
    )


def release(count: int) -> str:
    """Give up claims that nothing can be put for; parameters: their arrival ids."""
    places = ", ".join(["%s"] * count)
    return f"delete from {OUTCOMES} where outcome = 'pending' and arrival_id in ({places})"


def _outcomes(outcome: str, settled_at: str, note: str, conditions: Sequence[str]) -> str:
    return (
        f"insert into {OUTCOMES} (arrival_id, attempt, outcome, replay_id, load_hour, "
        "claimed_at, put_at, settled_at, note) "
        f"select arrival_id, attempt + 1, {outcome}, %s::varchar(36), load_hour, "
        f"%s::timestamp, null::timestamp, {settled_at}, {note} "
        f"from {OPEN_REJECTIONS}{_where(conditions)}"
    )


def _where(conditions: Sequence[str]) -> str:
    return f" where {' and '.join(conditions)}" if conditions else ""
