"""Users as they come in: their passwords checked, their limits told."""

import hmac
from dataclasses import dataclass

from ...metadata import SCHEMA
from ..clock import utc_now
from ..database import Database
from .passwords import check_password


@dataclass(frozen=True)
class Account:
    """Who has come in; None is no limit, seconds for `session_timeout`."""

    name: str
    connection_limit: int | None = None
    session_timeout: int | None = None
    settings: tuple[tuple[str, str], ...] = ()


class Accounts:
    """Reads the users of the database as they are at each log-in."""

    def __init__(self, database: Database, password: str) -> None:
        self._database = database
        self._password = password

    def enter(self, user: str, password: str) -> Account | None:
        """The user's account; None where name or password are wrong or have expired."""
        if user == self._database.user:
            right = hmac.compare_digest(password.encode(), self._password.encode())
            return Account(user, settings=self._settings(user)) if right else None
        cursor = self._database.open_cursor()
        row = cursor.execute(
            "SELECT password_hash, valid_until, connection_limit, session_timeout "
            f"FROM {SCHEMA}.users WHERE user_name = ?",
            [user],
        ).fetchone()
        cursor.close()
        if row is None or row[0] is None or not check_password(row[0], user, password):
            return None
        if row[1] is not None and row[1] <= utc_now():
            return None
        return Account(user, row[2], row[3], self._settings(user))

    def _settings(self, user: str) -> tuple[tuple[str, str], ...]:
        cursor = self._database.open_cursor()
        rows = cursor.execute(
            f"SELECT name, value FROM {SCHEMA}.user_settings WHERE user_name = ? ORDER BY name",
            [user],
        ).fetchall()
        cursor.close()
        return tuple((str(name), str(value)) for name, value in rows)
