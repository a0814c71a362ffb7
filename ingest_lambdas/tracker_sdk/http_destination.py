"""Over HTTP with a write key, for those without AWS credentials."""

import gzip
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import urllib3

from ingest_lambdas.tracker_sdk.destination import Outcome
from ingest_lambdas.tracker_sdk.parcel import Parcel

TIMEOUT = urllib3.Timeout(connect=5, read=15)
# On these no resend of the same bytes can help; a wrong key or address is mended elsewhere.
FINAL = frozenset({400, 413, 422})
LONGEST_PAUSE = 300.0
LARGEST_PARCEL = 400 * 1024


class HttpDestination:
    """POST /v1/batch, a parcel a request."""

    largest_parcel = LARGEST_PARCEL
    largest_call = LARGEST_PARCEL

    def __init__(
        self,
        endpoint: str,
        write_key: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._url = endpoint.rstrip("/") + "/v1/batch"
        self._headers = {
            **urllib3.make_headers(basic_auth=f"{write_key}:"),
            "content-type": "application/json",
            "content-encoding": "gzip",
        }
        self._clock = clock
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def send(self, parcels: Sequence[Parcel]) -> Outcome:
        """Each parcel once; after the first that fails the others wait for the next attempt."""
        refused: list[Parcel] = []
        error = ""
        for position, parcel in enumerate(parcels):
            status, pause, said = self._post(parcel)
            if status == 200:
                continue
            error = said
            if status not in FINAL:
                return Outcome(list(parcels[position:]), refused, error, pause)
            refused.append(parcel)
        return Outcome([], refused, error)

    def close(self) -> None:
        """Let connections go."""
        self._pool.clear()

    def _post(self, parcel: Parcel) -> tuple[int, float, str]:
        body = gzip.compress(parcel.body(self._clock()), compresslevel=5)
        try:
            answer = self._pool.request("POST", self._url, body=body, headers=self._headers)
        except urllib3.exceptions.HTTPError as error:
            return 0, 0.0, str(error)
        said = f"{answer.status} {answer.data[:200].decode(errors='replace')}"
        return answer.status, _asked_pause(answer.headers.get("retry-after", "")), said


def _asked_pause(text: str) -> float:
    return min(float(text), LONGEST_PAUSE) if text.isdigit() else 0.0
