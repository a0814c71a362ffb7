"""Users come in with their own passwords, and leave no trace of them."""

from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from infra.local.redshift.server import Server

from .conftest import SECRET, Cursor, LogIn, ask, refused

TurnedAway = Callable[..., str]
WRONG = "password authentication failed"


@pytest.fixture
def turned_away(redshift: Server) -> TurnedAway:
    """What a user is told who is not let in; psycopg2 closes its socket then."""

    def attempt(user: str, password: str = SECRET) -> str:
        with pytest.raises(psycopg2.OperationalError) as caught:
            psycopg2.connect(
                host="127.0.0.1", port=redshift.port, user=user, password=password, dbname="shop"
            )
        return str(caught.value)

    return attempt


def test_each_password_opens_for_its_user_only(
    admin: Cursor, log_in: LogIn, turned_away: TurnedAway
) -> None:
    admin.execute(f"create user ann password '{SECRET}'")
    admin.execute("create user bob password 'Another-1'")
    assert ask(log_in("ann"), "select current_user, session_user") == [["ann", "ann"]]
    for user, password in (("ann", "Another-1"), ("bob", SECRET), ("nobody", SECRET), ("ann", "x")):
        assert WRONG in turned_away(user, password)


def test_a_password_is_changed_by_its_user(
    admin: Cursor, log_in: LogIn, turned_away: TurnedAway
) -> None:
    admin.execute(f"create user cher password '{SECRET}'")
    cher = log_in("cher")
    cher.execute("alter user cher password 'Changed-99'")
    assert refused(cher, "alter user cher createuser")[0] == "42501"
    assert refused(cher, f"alter user tester password '{SECRET}'")[0] == "42501"
    assert WRONG in turned_away("cher")
    log_in("cher", "Changed-99")


def test_md5_disabled_and_expired(admin: Cursor, log_in: LogIn, turned_away: TurnedAway) -> None:
    # md5 of the password Sesame-2024 and the user's name, as PostgreSQL's clients make it.
    admin.execute("create user dora password 'md58862307ae06d364a3f51329b406483da'")
    log_in("dora")
    assert WRONG in turned_away("dora", "Sesame-2025")
    admin.execute("alter user dora password disable")
    assert WRONG in turned_away("dora")
    admin.execute(f"alter user dora password '{SECRET}' valid until '2001-01-01'")
    assert WRONG in turned_away("dora")
    admin.execute("alter user dora valid until 'infinity'")
    log_in("dora")


def test_no_more_connections_than_allowed(
    admin: Cursor, log_in: LogIn, turned_away: TurnedAway
) -> None:
    admin.execute(f"create user ed password '{SECRET}' connection limit 1")
    log_in("ed")
    assert "too many connections" in turned_away("ed")


def test_settings_of_a_user_hold_from_the_start(admin: Cursor, log_in: LogIn) -> None:
    admin.execute(f"create user fay password '{SECRET}'")
    admin.execute("create schema fay authorization fay")
    admin.execute("alter user fay set query_group to 'evening'")
    fay = log_in("fay")
    assert ask(fay, "show query_group") == [["evening"]]
    fay.execute("create table mine (a int)")
    assert ask(fay, "select schemaname, tableowner from pg_tables where tablename = 'mine'") == [
        ["fay", "fay"]
    ]


def test_a_superuser_goes_on_as_another(admin: Cursor, log_in: LogIn) -> None:
    admin.execute(f"create user gil password '{SECRET}'")
    admin.execute("create table hidden (a int)")
    admin.execute("set session authorization gil")
    assert ask(admin, "select current_user") == [["gil"]]
    assert refused(admin, "select * from hidden")[0] == "42501"
    admin.execute("set session authorization default")
    assert ask(admin, "select * from hidden") == []
    assert refused(log_in("gil"), "set session authorization tester")[0] == "42501"


@pytest.mark.parametrize(
    "password", ["Short1", "nouppercase1", "NOLOWERCASE1", "Nonumbers", "With'quote1", "With@sign1"]
)
def test_weak_passwords_are_refused_and_not_repeated(admin: Cursor, password: str) -> None:
    written = password.replace("'", "''")
    sqlstate, message = refused(admin, f"create user weak password '{written}'")
    assert sqlstate == "22023" and password not in message
    assert password not in refused(admin, f"create user weak password '{written}' nonsense")[1]


def test_only_a_salted_hash_is_kept(
    admin: Cursor, redshift: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in ("hal", "ida"):
        admin.execute(f"create user {name} password '{SECRET}'")
    assert refused(admin, "select password_hash from redshift_metadata.users")[0] == "42501"
    assert refused(admin, "update redshift_metadata.users set is_superuser = true")[0] == "42501"
    assert ask(admin, "select distinct passwd from pg_user") == [["********"]]
    cursor = redshift._database.open_cursor()
    kept = cursor.execute(
        "SELECT DISTINCT password_hash FROM redshift_metadata.users "
        "WHERE user_name IN ('hal', 'ida')"
    ).fetchall()
    cursor.close()
    assert len(kept) == 2
    base: Path = tmp_path_factory.getbasetemp()
    for file in base.glob("redshift*/warehouse.duckdb*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes()
