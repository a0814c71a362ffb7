"""Which SDKs are driven, each in which ways, through which failures."""

from dataclasses import dataclass
from typing import get_args

from tests.outside.sdks.line import Failure

EVENTS = 3
# Each of these SDKs sends a failed event at least this often again.
TIMES = 2
FAILURES: tuple[Failure, ...] = get_args(Failure)


@dataclass(frozen=True)
class Sdk:
    """A public SDK in one of its ways to send; `sender` is a file of senders/ or pages/.

    times: how often each event is failed first.
    """

    name: str
    sender: str
    way: str = ""
    times: int = TIMES


@dataclass(frozen=True)
class Run:
    """An SDK that sends EVENTS events over a line with one kind of failure."""

    sdk: Sdk
    failure: Failure = "none"

    def __str__(self) -> str:
        return f"{self.sdk.name}-{self.failure}"

    @property
    def products(self) -> list[str]:
        """The product of each event, by which it is found again in the warehouse."""
        return [f"{self}-{number}" for number in range(EVENTS)]


PYTHON = (
    Sdk("segment-analytics-python", "segment_python.py"),
    Sdk("rudder-sdk-python", "rudder_python.py"),
    Sdk("snowplow-tracker-post", "snowplow_python.py", "post"),
    Sdk("snowplow-tracker-get", "snowplow_python.py", "get"),
)
NODE = (
    Sdk("segment-analytics-node", "segment_node.mjs"),
    Sdk("rudder-sdk-node", "rudder_node.mjs"),
    Sdk("snowplow-node-tracker", "snowplow_node.mjs"),
)
SNOWPLOW_POST = Sdk("snowplow-browser-tracker-post", "snowplow.js", "post")
SNOWPLOW_ANONYMOUS = Sdk("snowplow-browser-tracker-anonymous", "snowplow.js", "anonymous")
BROWSER = (
    Sdk("segment-analytics-next-single", "segment.js", "single"),
    Sdk("segment-analytics-next-batched", "segment.js", "batched"),
    SNOWPLOW_POST,
    Sdk("snowplow-browser-tracker-get", "snowplow.js", "get"),
    SNOWPLOW_ANONYMOUS,
    Sdk("rudderstack-analytics-js-single", "rudder.js", "single"),
    Sdk("rudderstack-analytics-js-batched", "rudder.js", "batched"),
)
# A beacon's sender never hears of its answer: what fails once is lost.
BEACON = Sdk("rudderstack-analytics-js-beacon", "rudder.js", "beacon", times=1)
# Both put the same product into the cart.
CARTS = (Sdk("cart", "segment.js", "cart"), Sdk("cart", "snowplow.js", "cart"))

RELIABLE = [Run(sdk, failure) for sdk in PYTHON + NODE + BROWSER for failure in FAILURES]
RUNS = [*RELIABLE, Run(BEACON)]
LOSSY = [Run(BEACON, failure) for failure in FAILURES if failure != "none"]
CART_RUNS = tuple(Run(sdk) for sdk in CARTS)
NAMED_AND_ANONYMOUS = (Run(SNOWPLOW_POST), Run(SNOWPLOW_ANONYMOUS))
