"""Simple queries, message by message: scripts, notices, parameters, errors in mid-stream."""

from typing import Any


def test_several_statements_hold_together_or_not_at_all(raw: Any) -> None:
    raw.query("create table together (a int)")
    answers = raw.query("insert into together values (1); insert into together values (1/0)")
    assert raw.kinds(answers) == "CEZ"
    assert answers[-1][1] == b"I"
    assert raw.query("select count(*) from together")[1][1].endswith(b"0")
    raw.query("insert into together values (1); insert into together values (2)")
    assert raw.query("select count(*) from together")[1][1].endswith(b"2")


def test_a_script_may_end_its_own_transaction(raw: Any) -> None:
    raw.query("create table in_part (a int)")
    script = "begin; insert into in_part values (1); commit; insert into in_part values (1/0)"
    assert raw.kinds(raw.query(script)) == "CCCEZ"
    assert raw.query("select count(*) from in_part")[1][1].endswith(b"1")
    answers = raw.query("insert into in_part values (2); begin; select 1")
    assert answers[-1] == (b"Z", b"T")
    assert raw.kinds(raw.query("rollback")) == "CZ"


def test_what_changes_nothing_warns(raw: Any) -> None:
    for sql, sqlstate in (("commit", "25P01"), ("rollback", "25P01"), ("begin", None)):
        answers = raw.query(sql)
        found = raw.report(answers, b"N") if b"N" in dict(answers) else {}
        assert (found.get("S"), found.get("C")) == (sqlstate and "WARNING", sqlstate)
    assert raw.report(raw.query("begin"), b"N")["C"] == "25001"
    told = raw.report(raw.query("drop table if exists never_there"), b"N")
    assert (told["S"], told["C"]) == ("NOTICE", "00000")
    assert "never_there" in told["M"]


def test_parameters_are_reported_when_they_change(raw: Any) -> None:
    answers = raw.query("set application_name to 'loader'")
    assert answers[1] == (b"S", b"application_name\0loader\0")
    assert raw.kinds(raw.query("set application_name to 'loader'")) == "CZ"
    assert raw.kinds(raw.query("set query_group to 'nightly'")) == "CZ"
    assert raw.query("reset all")[1] == (b"S", b"application_name\0\0")


def test_copy_from_stdin_is_refused_and_what_was_sent_is_passed_over(raw: Any) -> None:
    raw.query("create table from_stdin (a int)")
    raw.send(b"Q", b"copy from_stdin from stdin\0")
    raw.send(b"d", b"1\n")
    raw.send(b"c")
    answers = raw.read_until(b"Z")
    assert raw.report(answers)["C"] == "0A000"
    assert "STDIN" in raw.report(answers)["M"]
    assert raw.kinds(raw.query("select 1")) == "TDCZ"


def test_an_error_in_mid_stream_ends_the_rows(raw: Any) -> None:
    raw.query("create table many as select 0 as d union all select 1 union all select 2")
    joins = ", ".join(f"many m{i}" for i in range(10))
    raw.query(f"create table wide_range as select row_number() over () as n from {joins}")
    answers = raw.query("select 1 / (n - 50000) from wide_range")
    assert raw.report(answers)["C"] == "22012"
    assert raw.kinds(answers).strip("D") in ("TEZ".strip("D"), "EZ")
    assert raw.kinds(raw.query("select 1")) == "TDCZ"


def test_a_syntax_error_tells_where(raw: Any) -> None:
    found = raw.report(raw.query("select a\nb c from t"))
    assert (found["C"], found["M"]) == ("42601", 'syntax error at or near "c"')
    assert found["P"] == "12"
    assert raw.report(raw.query("select (1"))["M"] == "syntax error at end of input"
    # Comments are gone by then, so that no place can be told.
    assert "P" not in raw.report(raw.query("/* why */ select a b c from t"))
    assert raw.report(raw.query("selec 1"))["C"] == "42601"


def test_an_empty_query(raw: Any) -> None:
    assert raw.kinds(raw.query(" ; -- nothing")) == "IZ"


def test_a_statement_of_more_than_16_mb_is_refused(raw: Any) -> None:
    found = raw.report(raw.query("select '" + "x" * (16 * 1024 * 1024) + "'"))
    assert found["C"] == "54001"
    assert "Maximum Allowed: 16777216" in found["M"]
