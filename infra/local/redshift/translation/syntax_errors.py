"""What cannot be read as SQL, told as Redshift tells it: near which word, and where it stands."""

from sqlglot.errors import ParseError, SqlglotError

from ..errors import SYNTAX_ERROR, RedshiftError


def describe_syntax_error(sql: str, error: SqlglotError) -> RedshiftError:
    """The parser's error with the word that it stopped at, and its place in `sql` from 1."""
    found = error.errors[0] if isinstance(error, ParseError) and error.errors else None
    if found is None:
        return RedshiftError(SYNTAX_ERROR, "syntax error: quoted text or a comment has no end")
    word = str(found.get("highlight") or "")
    if not word or not str(found.get("end_context") or "").strip(" ;\n\t"):
        return RedshiftError(SYNTAX_ERROR, "syntax error at end of input", len(sql) + 1)
    lines = sql.splitlines(keepends=True)[: int(found.get("line") or 1) - 1]
    position = sum(map(len, lines)) + int(found.get("col") or 0) - len(word) + 1
    return RedshiftError(SYNTAX_ERROR, f'syntax error at or near "{word}"', max(position, 1))
