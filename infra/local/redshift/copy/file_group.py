"""Loads some files at once, and says which line was refused where that fails."""

from dataclasses import replace

import duckdb

from infra.local.redshift.copy.diagnosis import find_errors
from infra.local.redshift.copy.doubts import count_doubts
from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.exact_numbers import refuse_changed_values
from infra.local.redshift.copy.fetch import LocalFile
from infra.local.redshift.copy.load_log import CopyRun, LoadedFile, LoadError
from infra.local.redshift.copy.parquet_source import rewrite_parquet
from infra.local.redshift.copy.query import LoadQuery
from infra.local.redshift.copy.suspicious_bytes import may_hold, suspicious_bytes
from infra.local.redshift.copy.text_source import rewrite_text

# A load that fails shows this many of its refused lines, as many as anyone reads.
SHOWN_ERRORS = 100


class FileGroup:
    """Files that one INSERT loads. `error_count` goes on from the groups before."""

    def __init__(
        self,
        apart: duckdb.DuckDBPyConnection,
        query: LoadQuery,
        run: CopyRun,
        files: list[LocalFile],
        error_count: int,
    ) -> None:
        self.error_count = error_count
        self._apart = apart
        self._query = query
        self._run = run
        self._files = files
        self._tolerated = max(query.options.max_error, 1)
        self._errors: dict[str, int] = {}

    def load(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Insert the rows through the caller's connection; how many. Raises CopyError."""
        if self._query.options.file_format != "json":
            self._files = [self._rewrite(file) for file in self._files]
        if self._tolerated > 1 or self._query.options.check_only:
            self._files = [self._without_errors(file) for file in self._files]
        elif any(file.suspect for file in self._files):
            self._fail_on_errors([file for file in self._files if file.suspect])
        rows = 0 if self._query.options.check_only else self._insert(connection)
        self._report()
        return rows

    def _insert(self, connection: duckdb.DuckDBPyConnection) -> int:
        paths = [file.path for file in self._files]
        query = replace(self._query, with_escapes=any(file.escapes for file in self._files))
        doubts = count_doubts()
        try:
            row = connection.execute(query.insert(paths)).fetchone()
        except (
            duckdb.InvalidInputException,
            duckdb.ConversionException,
            duckdb.ConstraintException,
            duckdb.OutOfRangeException,
        ) as error:
            # The caller's transaction is lost; what was wrong is asked on a connection apart.
            self._fail_on_errors(self._files)
            raise CopyError(f"Load into table '{self._run.table_name}' failed: {error}") from error
        inserted = int(row[0]) if row else 0
        expected = sum(file.lines for file in self._files)
        if inserted != expected:
            raise CopyError(f"{expected} lines were read and {inserted} rows loaded")
        if self._query.doubt_counter and count_doubts() != doubts:
            self._look_closely(self._files)
        else:
            self._look_closely([file for file in self._files if file.long_fractions])
        for file in self._files:
            file.path.unlink()
            if file.original is not None:
                file.original.unlink()
        return inserted

    def _look_closely(self, files: list[LocalFile]) -> None:
        """Raise where a value in doubt is not what the file says."""
        mapping, columns = self._query.mapping, self._query.target.columns
        wanted = suspicious_bytes(mapping, columns)
        suspects = [file for file in files if may_hold(file.path, wanted)]
        self._fail_on_errors(suspects)
        for file in suspects:
            self._run.check()
            refuse_changed_values(file.path, file.source.address, mapping, columns)

    def _rewrite(self, file: LocalFile) -> LocalFile:
        columns = self._query.target.columns
        errors: list[LoadError] = []
        if self._query.options.file_format == "parquet":
            rewritten = rewrite_parquet(self._apart, file, columns, self._query.options)
            file.path.unlink()
        else:
            rewritten, errors = rewrite_text(file, self._query)
        self._tolerate(file, errors)
        return rewritten

    def _without_errors(self, file: LocalFile) -> LocalFile:
        room = self._tolerated - self.error_count
        errors = find_errors(self._apart, self._query, file, room)
        self._tolerate(file, errors)
        refused = {error.line_number for error in errors}
        if not refused:
            return file
        path = file.path.with_suffix(".kept")
        with file.path.open("rb") as lines, path.open("wb") as out:
            out.writelines(line for n, line in enumerate(lines, 1) if n not in refused)
        return replace(file, path=path, lines=file.lines - len(refused))

    def _tolerate(self, file: LocalFile, errors: list[LoadError]) -> None:
        """Note errors; MAXERROR of them, or a first one without it, fail the load."""
        self._run.write_errors(self._apart, errors)
        self.error_count += len(errors)
        name = file.source.address
        self._errors[name] = self._errors.get(name, 0) + len(errors)
        if self.error_count >= self._tolerated:
            raise self._failure()

    def _fail_on_errors(self, files: list[LocalFile]) -> None:
        """Raise if any of these files has a refused line, with the lines in the log."""
        found: list[LoadError] = []
        for file in files:
            self._run.check()
            found += find_errors(self._apart, self._query, file, SHOWN_ERRORS - len(found))
        if found:
            self._run.write_errors(self._apart, found)
            raise self._failure()

    def _failure(self) -> CopyError:
        return CopyError(
            f"Load into table '{self._run.table_name}' failed.  "
            "Check 'stl_load_errors' system table for details."
        )

    def _report(self) -> None:
        shown = self._query.options.file_format.upper()
        for file in self._files:
            name = file.source.address
            errors = self._errors.get(name, 0)
            scanned = file.lines + errors
            self._run.files.append(LoadedFile(name, shown, file.scanned_bytes, scanned, errors))
