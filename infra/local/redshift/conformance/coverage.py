"""What is supported, from the code, set against the cases that prove it."""

from collections.abc import Iterable, Iterator

from ..session.statements.registry import HANDLERS
from ..translation.functions import BY_NAME, READ_BY_THE_PARSER
from .case import Area, Kind, Subject

LEAST_CASES = 3
# Read as a function, and shown with the conditions and operators.
_NO_FUNCTIONS = {"exists"}


def supported_names() -> Iterator[str]:
    """The name of each statement, function and type that the server knows, in capitals."""
    yield from sorted(" ".join(words) for words in HANDLERS)
    yield from sorted(name.upper() for name in {*BY_NAME, *READ_BY_THE_PARSER} - _NO_FUNCTIONS)


def gaps(areas: Iterable[Area]) -> Iterator[str]:
    """What lacks cases: a sentence for each."""
    subjects = [subject for area in areas for subject in area.subjects]
    proven = {name: subject for subject in subjects for name in subject.names}
    for name in supported_names():
        if name not in proven:
            yield f"{name} has no cases"
    for subject in subjects:
        yield from _gaps_of(subject)


def _gaps_of(subject: Subject) -> Iterator[str]:
    shown = [case for case in subject.cases if case.kind is not Kind.REFUSED]
    answered = any(case.kind is not Kind.ERROR for case in shown)
    if answered and len(shown) < LEAST_CASES:
        yield f"{subject.name} has {len(shown)} cases, at least {LEAST_CASES} are needed"
    texts = [" ".join((case.sql, *case.setup)).upper() for case in subject.cases]
    for name in subject.also:
        if not any(name.upper() in text for text in texts):
            yield f"{name}, another name of {subject.name}, is in none of its cases"
