"""What a translation must know of the session that it serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..translation.context import Context

if TYPE_CHECKING:
    from .session import Session


def gather_context(session: Session, lasting: bool, reader: str | None) -> Context:
    """As the current statement finds it; `lasting` for a text that is kept beyond it.

    `reader` is whose rights to read are checked, if anybody's.
    """
    return Context(
        catalog=session.catalog,
        database=session.shared.database.name,
        user=session.user,
        reader=reader,
        process_id=session.process_id,
        search_path=session.search_path,
        now=session.clock.started,
        transaction_start=session.transaction_start,
        keeps_case=session.parameters.keeps_case,
        folds_unquoted=session.parameters.folds_unquoted,
        setting=session.parameters.show,
        last_copy_id=session.load_log.last_copy_id,
        last_copy_count=session.load_log.last_copy_count,
        last_unload_id=session.load_log.last_unload_id,
        last_unload_count=session.load_log.last_unload_count,
        lasting=lasting,
    )
