"""Every run of every SDK, against one stack; then one cycle, and what the warehouse holds."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import pytest

from infra.local.settings import open_stack
from infra.local.stack import lifecycle
from infra.local.stack.lag import wait_until_drained
from tests.journey.installation import Installation
from tests.outside.sdks.browser import bundle
from tests.outside.sdks.sdk_runs import Run
from tests.outside.sdks.sending import Outcome, Sending
from tests.outside.sdks.snippets import Snippet

# Most of a run is waiting for the SDK's next attempt.
AT_ONCE = 12
SECONDS_TO_DRAIN = 120


@dataclass(frozen=True)
class Warehouse:
    """`products`: how often each was viewed; `events`: how often each id was counted."""

    products: Counter[str]
    events: Counter[str]
    ask: Callable[[str], list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def sdk_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A stack for the SDKs alone."""
    ours = Installation(open_stack(tmp_path_factory.mktemp("sdks"), free_ports=True))
    ours.up()
    yield ours
    ours.close()
    lifecycle.down(ours.stack)


@pytest.fixture(scope="session")
def outcomes(
    request: pytest.FixtureRequest, sdk_stack: Installation
) -> dict[Run | Snippet, Outcome]:
    """Every run and snippet that a selected test looks at, sent and modelled."""
    found = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    values = (value for parameters in found for value in parameters.values())
    several = (value if isinstance(value, tuple) else (value,) for value in values)
    chosen = (value for value in chain(*several) if isinstance(value, Run | Snippet))
    runs = list(dict.fromkeys(chosen))
    sending = Sending(sdk_stack.stack)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            ended = list(pool.map(lambda run: _send(run, sending, sdk_stack), runs))
    finally:
        sending.close()
    assert wait_until_drained(sdk_stack.stack, SECONDS_TO_DRAIN, lambda lag: None)
    assert sdk_stack.cycle([])["success"]
    return dict(zip(runs, ended, strict=True))


@pytest.fixture(scope="session")
def warehouse(sdk_stack: Installation, outcomes: dict[Run | Snippet, Outcome]) -> Warehouse:
    """What the models hold after the cycle."""
    viewed = "select product_id from marts.fct_events where event_name = 'Product Viewed'"
    return Warehouse(
        products=Counter(product for (product,) in sdk_stack.ask(viewed)),
        events=Counter(id_ for (id_,) in sdk_stack.ask("select event_id from marts.fct_events")),
        ask=sdk_stack.ask,
    )


def _send(run: Run | Snippet, sending: Sending, installation: Installation) -> Outcome:
    if isinstance(run, Run):
        return sending.send(run)
    line = sending.open_line()
    script = run.write(sending.folder, line.url, installation.stack.write_keys[run.source])
    if not run.in_browser:
        return Outcome(sending.execute(script, line, {}), line)
    bundle([script], sending.folder)
    return Outcome(sending.show(f"{script.stem}.js", line, run.events, {}), line)
