"""One client's session: splits, prepares, describes and executes its statements."""

from collections.abc import Iterable, Sequence
from functools import partial

import duckdb
from sqlglot import exp

from ..catalog import open_catalog
from ..copy import LoadLog
from ..errors import RedshiftError, from_duckdb
from ..translation.context import Context
from ..translation.scan import StatementText
from ..types.fields import Field
from .access.access import Access
from .access.accounts import Account
from .attempts import attempt
from .catalog_reader import CatalogReader
from .circumstances import gather_context
from .client import Client
from .clock import StatementClock
from .descriptions import Descriptions
from .facts import gather_facts
from .late_binding import LateBindingColumns
from .locks import Mode, Relation
from .names import temporary_schema
from .parameters import Parameters
from .prepared import Prepared, prepare_statement
from .recorder import Recorder
from .result import Result
from .search_path import SearchPath
from .shared import Shared
from .statements import find_handler
from .transactions import Transaction
from .translations import Translated, Translations

__all__ = ["Prepared", "Session", "Shared"]


class Session:
    """Not shared between threads, but for `cancel`."""

    def __init__(
        self,
        shared: Shared,
        process_id: int,
        secret: int,
        account: Account,
        client: Client | None = None,
    ) -> None:
        self.shared = shared
        # Who has logged in, and whom SET SESSION AUTHORIZATION has made of it.
        self.login = self.user = account.name
        self.idle_limit = account.session_timeout
        self.process_id = process_id
        self.secret = secret
        self.client = client or Client()
        self.cursor = shared.database.open_cursor()
        self.parameters = Parameters(shared.statement_timeout_ms, shared.isolation)
        self.clock = StatementClock(self.cursor)
        self.transaction = Transaction(shared, process_id, self.cursor, self.clock.shield)
        self.access = Access(self)
        self.catalog = CatalogReader(
            self.cursor,
            shared.database.name,
            shared.may,
            LateBindingColumns(self),
            self.access,
            partial(gather_facts, self),
        )
        self.catalog.for_psql = self.client.application_name == "psql"
        self.catalog.meaning = self.transaction.meaning
        self.descriptions = Descriptions(self.cursor, shared.database.name)
        self.translations = Translations()
        self.recorder = Recorder(shared, process_id)
        temporary = temporary_schema(self)
        self.load_log = LoadLog(self.recorder.current_id, process_id, self.user, temporary)
        self._path = SearchPath(shared.database, self.cursor, self.catalog)
        self.transaction_start = self.clock.started
        self._running: Result | None = None
        for name, value in account.settings:
            self.parameters.start(name, value)
        self.become(account.name)
        shared.enter(self, account.connection_limit)

    def become(self, user: str) -> None:
        """Go on as a user: with its rights, as the owner of what is made."""
        self.user = self.descriptions.owner = self.load_log.user_name = user
        open_catalog(self.cursor, self.process_id, user)
        self._forget_names()

    def _forget_names(self) -> None:
        """A statement begins: what its names mean may have changed."""
        self.catalog.forget()
        path = self.parameters.show("search_path")
        self._path.follow(path, self.user, self.transaction.meaning())

    @property
    def status(self) -> str:
        """I, T or E."""
        return self.transaction.status

    @property
    def search_path(self) -> tuple[str, ...]:
        """The schemas in which names without one are looked for."""
        return self._path.schemas

    def prepare(self, sql: str, oids: tuple[int, ...]) -> Prepared:
        """A statement for later; raises 42601 where there are several."""
        prepared = prepare_statement(sql, oids)
        if prepared.statement is not None:
            self._require_sound(prepared.statement)
        return prepared

    def describe(self, prepared: Prepared) -> list[Field] | None:
        """The columns that the statement will answer with, None for none."""
        if prepared.statement is None:
            return None
        self._require_sound(prepared.statement)
        self._finish_running()
        self._forget_names()
        handler = find_handler(prepared.statement)
        try:
            prepared.described = handler.describe(self, prepared.statement, prepared.nulls())
        except duckdb.Error as error:
            raise from_duckdb(error) from error
        return prepared.described

    def execute(self, prepared: Prepared, values: Sequence[exp.Expr]) -> Result:
        """Run a statement; an autocommitted one is tried again after a conflict."""
        statement = prepared.statement
        assert statement is not None
        self._require_sound(statement)
        self._finish_running()
        self._start_statement(statement)
        result = attempt(self, lambda autocommit: self._run(statement, values, autocommit))
        prepared.require_same_columns(result.fields)
        return result

    def _run(
        self, statement: StatementText, values: Sequence[exp.Expr], autocommit: bool
    ) -> Result:
        handler = find_handler(statement)
        if handler.writes:
            self.transaction.require_writable()
        try:
            result = handler.run(self, statement, values)
            if handler.changes_catalog:
                self.transaction.note_change()
            if result.fields is not None:
                self._running = result
                result.on_close = self._end_reading
            elif autocommit and self.status == "I":
                self.transaction.commit()
            if result.fields is None:
                self._end_statement(result.changed())
            return result
        except duckdb.Error as error:
            raise self.clock.explain(error) from error

    def _end_statement(self, rows: int) -> None:
        self.clock.stop()
        self.recorder.succeed(rows)

    def _end_reading(self) -> None:
        self._end_statement(self._running.sent if self._running is not None else 0)
        if self.status == "I":
            self.transaction.commit()

    def _finish_running(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.keep()

    def stop_reading(self) -> None:
        """Let go of a result that nobody can ask for any more."""
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def _require_sound(self, statement: StatementText) -> None:
        if not find_handler(statement).ends_transaction:
            self.transaction.require_sound()

    def fail(self, error: RedshiftError) -> None:
        """After an error anywhere in a statement: the transaction is lost."""
        self.clock.stop()
        self.recorder.fail(error)
        if self._running is not None:
            self._running.abandon()
            self._running = None
        self.transaction.fail()

    def make_context(self, *, lasting: bool = False, reader: str | None = "") -> Context:
        """What the translation of the current statement must know.

        `reader` is whose rights to read are checked: the session's user, another's, or None's.
        """
        return gather_context(self, lasting, self.user if reader == "" else reader)

    def translate(self, statement: StatementText, values: Sequence[exp.Expr]) -> Translated:
        """A query's translation, of before where it still holds."""
        return self.translations.translate(
            statement, values, self.make_context(), self.transaction.meaning()
        )

    def open_beside(self) -> duckdb.DuckDBPyConnection:
        """A second DuckDB connection with the session's search path, outside its transaction."""
        return self._path.open_beside()

    def lock(
        self,
        wanted: dict[Relation, Mode],
        *,
        reads: Iterable[Relation] = (),
        altering: bool = True,
    ) -> None:
        """Hold tables till the end of the transaction, waiting for them as long as need be.

        `reads` are read too; `altering` is false where an EXCLUSIVE lock changes nothing.
        """
        self.transaction.lock(wanted, self.clock.check, reads=set(reads), altering=altering)

    def open_transaction(self, *, read_only: bool) -> bool:
        """BEGIN; False where one was open already."""
        self.transaction_start = self.clock.started
        return self.transaction.open(read_only=read_only)

    def _start_statement(self, statement: StatementText) -> None:
        # What ends a transaction is not stopped: the client could not tell whether it has ended.
        stops = not find_handler(statement).ends_transaction
        self.clock.start(self.parameters.statement_timeout_ms, stoppable=stops)
        self._forget_names()
        if self.status == "I":
            self.transaction_start = self.clock.started
        label = self.parameters.show("query_group")
        self.recorder.begin(self.user, label, statement.text, self.status != "I")

    def cancel(self) -> None:
        """Stop the running statement; called from another thread."""
        self.clock.cancel()

    def close(self) -> None:
        """Undo what is open and let everything go."""
        self.clock.stop()
        self._running = None
        self.transaction.roll_back()
        self.cursor.close()
        self.shared.leave(self)
