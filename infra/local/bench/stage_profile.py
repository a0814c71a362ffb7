"""Where processor time goes: the stack is looked at every millisecond of it (POSIX timers)."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

SECONDS_BETWEEN_LOOKS = 0.001


@contextmanager
def profiled(stage_of: Callable[[Path], str | None]) -> Iterator[Counter[str]]:
    """Looks by stage: that of the innermost function whose file has one. Main thread only."""
    looks: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        looks[_find_stage(frame, stage_of)] += 1

    before: Any = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS)
    try:
        yield looks
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def shares(looks: Counter[str]) -> Mapping[str, float]:
    """Each stage's share of all, the largest first."""
    total = looks.total() or 1
    return {stage: number / total for stage, number in looks.most_common()}


def _find_stage(frame: FrameType | None, stage_of: Callable[[Path], str | None]) -> str:
    while frame is not None:
        if stage := stage_of(Path(frame.f_code.co_filename)):
            return stage
        frame = frame.f_back
    return "other"
