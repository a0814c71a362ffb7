"""What it costs to translate a statement never seen before, beside DuckDB's own work on it.

Processor time, the least of the rounds: what else a machine does can only add to it. The session
is one of the server's own kind.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from infra.local.bench.event_files import COLUMNS
from infra.local.bench.redshift_queries import open_session, translate
from infra.local.bench.redshift_texts import MODEL, TEXTS
from infra.local.redshift.session.prepared import prepare_statement
from infra.local.redshift.session.session import Session

_WARM_UP, _ROUNDS = 3, 30
_MODEL = "a model of nine CTEs"


@dataclass(frozen=True)
class TranslationFigures:
    """Milliseconds of a text: its translation, and DuckDB's preparation of what it is."""

    name: str
    translation: float
    preparation: float

    @property
    def is_large(self) -> bool:
        """Whether its bar is the ratio."""
        return self.name == _MODEL

    @property
    def ratio(self) -> float:
        """How often DuckDB could have prepared it meanwhile."""
        return self.translation / self.preparation


def measure_translations(folder: Path) -> Iterator[TranslationFigures]:
    """Figures of each text over an empty table of events."""
    numbers = itertools.count(1_000_000)
    with open_session(folder / "translations.duckdb", "1GB", 1) as session:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        session.execute(prepare_statement(f"create table bench_events ({columns})", ()), ())
        for name, text in {**TEXTS, _MODEL: MODEL}.items():
            yield _measure(session, name, text, numbers)


def _measure(session: Session, name: str, text: str, numbers: Iterator[int]) -> TranslationFigures:
    translations: list[float] = []
    preparations: list[float] = []
    for _ in range(_WARM_UP + _ROUNDS):
        fresh = text.replace("$n", str(next(numbers)))
        translations.append(_milliseconds(partial(translate, session, fresh)))
        # Translated once, it is kept.
        explained = f"EXPLAIN {translate(session, fresh)}"
        preparations.append(_milliseconds(partial(session.cursor.execute, explained)))
    return TranslationFigures(
        name,
        min(translations[_WARM_UP:]),
        min(preparations[_WARM_UP:]),
    )


def _milliseconds(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return (time.process_time() - began) * 1000
