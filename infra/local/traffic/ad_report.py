"""What the shop's advertisements cost, as their networks would report it: a CSV to import.

Each run leaves its own part, and the report is the sum of them: a network reports whole days.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from infra.local.traffic.calls import Call
from infra.local.traffic.campaigns import CAMPAIGNS

HEADER = (
    "date", "source", "medium", "campaign", "ad", "currency", "impressions", "clicks", "cost",
)  # fmt: skip
Key = tuple[str, ...]
_MEASURED = {"Ad Impression": 0, "Ad Clicked": 1}
_MEDIUMS = {campaign.name: campaign.medium for campaign in CAMPAIGNS}


class AdCosts:
    """Impressions, clicks and cost by day and ad."""

    def __init__(self) -> None:
        self._measures: dict[Key, list[float]] = defaultdict(lambda: [0, 0, 0.0])

    def count(self, call: Call) -> None:
        """A call, if it is about an ad; what is sent again, or was spoilt, costs nothing more."""
        place = _MEASURED.get(call.arguments.get("event", ""))
        if place is None or call.is_resend or call.flaw is not None:
            return
        ad = call.arguments["properties"]
        day = call.timestamp.date().isoformat()
        campaign = ad["campaign"]
        key = (day, ad["network"], _MEDIUMS[campaign], campaign, ad["ad_id"], ad["currency"])
        self._measures[key][place] += 1
        self._measures[key][2] += ad["cost"]

    def rows(self) -> list[list[str]]:
        """Rows under HEADER."""
        return [
            [*key, str(int(impressions)), str(int(clicks)), f"{cost:.4f}"]
            for key, (impressions, clicks, cost) in sorted(self._measures.items())
        ]

    def add(self, rows: Iterable[list[str]]) -> None:
        """Rows of a part."""
        for row in rows:
            measured = self._measures[tuple(row[:-3])]
            for place, value in enumerate(row[-3:]):
                measured[place] += float(value)


def report_file(home: Path) -> Path:
    """Where the report of all runs is."""
    return home / "ad-spend.csv"


def write_report(home: Path, run: str, costs: AdCosts) -> None:
    """Keep a run's part, the same again where it is repeated, and sum up all parts."""
    parts = home / "ad-spend"
    parts.mkdir(parents=True, exist_ok=True)
    _write(parts / f"{run}.csv", costs)
    whole = AdCosts()
    for part in sorted(parts.glob("*.csv")):
        with part.open(newline="", encoding="utf-8") as file:
            whole.add(list(csv.reader(file))[1:])
    _write(report_file(home), whole)


def _write(path: Path, costs: AdCosts) -> None:
    partial = path.with_suffix(".tmp")
    with partial.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *costs.rows()])
    partial.replace(path)
