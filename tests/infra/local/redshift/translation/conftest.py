"""A session whose translations are looked at, over tables of its own."""

from collections.abc import Iterator

import pytest

from infra.local.redshift.session.access.accounts import Account
from infra.local.redshift.session.database import Database
from infra.local.redshift.session.prepared import prepare_statement
from infra.local.redshift.session.session import Session, Shared
from infra.local.redshift.session.translations import Translations

TABLES = (
    "create table sales (id bigint, price decimal(12, 2), quantity integer, rate real, note "
    "varchar(20), sold_at timestamp)",
    "create table visits (id bigint, detail super, price double precision)",
)


class Translator:
    """Translates queries of one session, each as if it had not been seen before."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def run(self, sql: str) -> None:
        """Execute a statement that answers nothing."""
        self.session.execute(prepare_statement(sql, ()), ())

    def translate(self, sql: str) -> str:
        """DuckDB SQL of a query."""
        statement = prepare_statement(sql, ()).statement
        assert statement is not None
        context = self.session.make_context()
        return Translations().translate(statement, (), context, None).sql


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Translator]:
    """Over the tables `sales` and `visits`."""
    file = tmp_path_factory.mktemp("translation") / "warehouse.duckdb"
    database = Database(file, "shop", "tester", "500MB", 1)
    session = Session(Shared(database, 0), 1, 0, Account("tester"))
    made = Translator(session)
    for table in TABLES:
        made.run(table)
    yield made
    session.close()
    database.close()
