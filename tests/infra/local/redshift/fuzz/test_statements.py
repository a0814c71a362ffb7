"""Malformed SQL is an error of its statement: never the end of a session, never a wrong answer."""

import random
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STATEMENTS = [
    "select a, count(*) as n from fuzzed group by a having count(*) > 1 order by 2 desc limit 3",
    "with t as (select a, row_number() over (partition by b order by a) as r from fuzzed) "
    "select * from t where r = 1",
    'select s.x.y[0]::int, json_parse(\'{"x": {"y": [1]}}\') from fuzzed f, f.s as e',
    "select datediff(day, '2026-01-01'::date, d), nvl(b, 'none'), a / 2 * 1.5 from fuzzed",
    "insert into fuzzed (a, b) values (1, 'x'), (2, null)",
    "insert into fuzzed select a + 1, b, d, s from fuzzed where a in (select max(a) from fuzzed)",
    "update fuzzed set b = 'y' from steady where fuzzed.a = steady.a",
    "delete from fuzzed using steady where fuzzed.a = steady.a",
    "create temp table made (a int identity(1, 1), b varchar(9) encode zstd) distkey(b) sortkey(a)",
    "create view seen as select a from fuzzed with no schema binding",
    "alter table fuzzed add column more decimal(12, 2) default 0",
    "alter table fuzzed alter diststyle key distkey a, alter compound sortkey (a, b)",
    "alter table fuzzed add constraint u unique (a); comment on constraint u on fuzzed is 'x'",
    "create schema if not exists wing authorization tester quota unlimited; drop schema wing",
    "analyze verbose fuzzed (a) all columns; vacuum delete only fuzzed to 75 percent boost",
    "copy fuzzed from 's3://bucket/key' iam_role 'arn:aws:iam::1:role/r' json 'auto' gzip",
    "begin; lock fuzzed; select 1; rollback",
    'set search_path to public, "$user"; show search_path',
    "grant select on fuzzed to public; comment on table fuzzed is 'it''s'",
    "select case when a between 1 and 2 then $$quoted$$ else E'es\\'c' end /* in */ -- out",
]
JUNK = [
    *"(';),*%[]\\\x01é🙂", '"', "--", "/*", "$1", "$$", "::", "1e999", "0x", "''", "a.b.c.d",
    "null", "select", "from", "where", "case", "end",
]  # fmt: skip


def garble(chance: random.Random) -> str:
    """A statement cut, spliced with another, or with words left out, doubled and made up."""
    words = chance.choice(STATEMENTS).split(" ")
    for _ in range(chance.randint(0, 4)):
        place = chance.randrange(len(words)) if words else 0
        action = chance.randrange(5)
        if action == 0:
            words = words[:place]
        elif action == 1:
            other = chance.choice(STATEMENTS).split(" ")
            words = words[:place] + other[chance.randrange(len(other)) :]
        elif action == 2:
            words[place : place + 1] = []
        elif action == 3:
            words.insert(place, chance.choice(JUNK))
        elif words:
            words.insert(place, words[chance.randrange(len(words))])
    return " ".join(words)


def ask(watch: Any, tools: Any, statements: list[str]) -> None:
    """Each is answered: the session comes to its last question, and others are as they were."""
    _, log_in, message = tools
    first = [
        "set statement_timeout to 5000",
        "create temp table fuzzed (a int, b varchar(9), d date, s super)",
    ]
    said = [*log_in()]
    for sql in [*first, *statements, "rollback", "select 'the last ' || 'answer'"]:
        said.append(message(b"Q", sql.replace("\0", " ").encode() + b"\0"))
    said.append(message(b"X"))
    answer = watch.say(b"".join(said))
    assert b"the last answer" in answer, statements
    watch.require_others_unharmed()


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_malformed_statements(watch: Any, fuzz_tools: Any, seed: int) -> None:
    chance = random.Random(seed)
    ask(watch, fuzz_tools, [garble(chance) for _ in range(12)])


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sql=st.text(max_size=80))
def test_any_text(watch: Any, fuzz_tools: Any, sql: str) -> None:
    ask(watch, fuzz_tools, [sql.encode(errors="ignore").decode()])


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_malformed_statements_for_long(watch: Any, fuzz_tools: Any, stress_seconds: float) -> None:
    # A quarter: the whole of the slow suite is to end within the hour.
    end = time.monotonic() + stress_seconds / 4
    chance = random.Random(11)
    while time.monotonic() < end:
        ask(watch, fuzz_tools, [garble(chance) for _ in range(25)])
