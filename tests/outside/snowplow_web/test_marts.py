"""Our models over Snowplow's published web events, against what its own models made of them."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.contract.columns import EVENTS
from tests.dbt_project.warehouse import empty_warehouse
from tests.outside.snowplow_web import ours
from tests.outside.snowplow_web.compared import PAGE_VIEW, SESSION, USER, Columns, compare
from tests.outside.snowplow_web.rebuilt import WEB_PAGE, Row, first_of, read_rows
from tests.outside.snowplow_web.rules import (
    LATE,
    NO_LIMIT,
    NO_VIEW_ID,
    find_reason,
    find_surplus_reason,
)
from tests.outside.snowplow_web.sent_rows import raw_rows

Query = Callable[[str], list[dict[str, Any]]]
Expected = Callable[[str], list[Row]]


@pytest.fixture(scope="module")
def source(reference_folder: Callable[[str], Path]) -> list[Row]:
    """The events that were sent, each with the id of its page view."""
    rows = read_rows(reference_folder("snowplow_web") / "source" / "snowplow_web_events.csv")
    for row in rows:
        row["page_view_id"] = first_of(json.loads(row[WEB_PAGE]))["id"] or ""
    return rows


@pytest.fixture(scope="module")
def expected(reference_folder: Callable[[str], Path]) -> Expected:
    """Reads what Snowplow's models made of them."""

    def read(name: str) -> list[Row]:
        file = reference_folder("snowplow_web") / "expected" / f"{name}_expected.csv"
        with file.open(newline="") as lines:
            return list(csv.DictReader(lines))

    return read


@pytest.fixture(scope="module")
def query(source: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Query]:
    """Runs a query on our models, built from all that was sent."""
    folder = tmp_path_factory.mktemp("snowplow_web")
    rows = raw_rows(source, folder)
    with empty_warehouse(folder) as warehouse:
        warehouse.insert(EVENTS, rows)
        done = warehouse.dbt(folder / "target", "run", "--select", "+fct_page_views +fct_sessions")
        assert done.returncode == 0, done.stdout + done.stderr
        yield warehouse.rows


def unexplained(
    found: Mapping[str, dict[str, Any]],
    theirs: Mapping[str, Row],
    columns: Columns,
    rows_of: Callable[[str, str], list[Row]],
) -> list[tuple[str, str, str, str]]:
    """(row, column, ours, theirs) of every difference for which no rule gives a reason."""
    assert found.keys() >= theirs.keys()
    return [
        (key, *different)
        for key, row in theirs.items()
        for different in compare(found[key], row, columns)
        if not find_reason(*different, rows_of(key, different[0]))
    ]


def test_each_page_view_is_the_same_or_a_rule_tells_why(
    query: Query, source: list[Row], expected: Expected
) -> None:
    found = {row["event_id"]: row for row in query(ours.PAGE_VIEWS)}
    theirs = {row["event_id"]: row for row in expected("snowplow_web_page_views")}
    assert len(theirs) == 43

    def rows_of(event_id: str, column: str) -> list[Row]:
        names = ("domain_sessionid", "page_view_id")[: 1 if column == "places" else 2]
        own = theirs[event_id]
        return [row for row in source if all(row[name] == own[name] for name in names)]

    assert unexplained(found, theirs, PAGE_VIEW, rows_of) == []


def test_each_page_view_of_ours_alone_has_its_reason(
    query: Query, source: list[Row], expected: Expected
) -> None:
    theirs = {row["event_id"] for row in expected("snowplow_web_page_views")}
    surplus = {row["event_id"] for row in query(ours.PAGE_VIEWS)} - theirs
    sent = [row for row in source if row["event_id"] in surplus]
    sessions = [
        [r for r in source if r["domain_sessionid"] == row["domain_sessionid"]] for row in sent
    ]
    reasons = Counter(map(find_surplus_reason, sent, sessions))
    assert reasons == {NO_LIMIT: 3, NO_VIEW_ID: 1, LATE: 1}


def test_each_session_is_the_same_or_a_rule_tells_why(
    query: Query, source: list[Row], expected: Expected
) -> None:
    found = {row["tracker_session_id"]: row for row in query(ours.SESSIONS)}
    theirs = {row["domain_sessionid"]: row for row in expected("default/snowplow_web_sessions")}
    assert len(theirs) == 18

    def rows_of(session: str, _: str) -> list[Row]:
        return [row for row in source if row["domain_sessionid"] == session]

    assert unexplained(found, theirs, SESSION, rows_of) == []
    alone = [row["event_id"] for key in found.keys() - theirs.keys() for row in rows_of(key, "")]
    views = {row["event_id"]: row for row in source if row["event_name"] == "page_view"}
    reasons = [find_surplus_reason(views[each], [views[each]]) for each in alone if each in views]
    assert sorted(map(str, reasons)) == sorted([NO_VIEW_ID, LATE])


def test_each_user_is_the_same_or_a_rule_tells_why(
    query: Query, source: list[Row], expected: Expected
) -> None:
    person_of = {row["event_id"]: row["person_id"] for row in query(ours.PERSONS)}
    found = {row["person_id"]: row for row in query(ours.USERS)}
    users = {row["domain_userid"]: person_of[row["event_id"]] for row in source}
    theirs = {users[row["domain_userid"]]: row for row in expected("snowplow_web_users")}
    assert len(theirs) == 11

    def rows_of(person: str, _: str) -> list[Row]:
        return [row for row in source if person_of[row["event_id"]] == person]

    assert unexplained(found, theirs, USER, rows_of) == []
