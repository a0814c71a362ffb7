"""The whole path, on real input: nothing lost, nothing doubled, whatever is repeated or killed.

The tests build on one another's traffic; each compares before and after.
"""

from collections import Counter
from threading import Event, Thread
from typing import Any

import psutil
import pytest

from infra.local.stack import processes
from infra.local.stack.lag import wait_until_drained
from infra.local.stack.supervisor import Supervisor
from infra.local.traffic.journal import read_journal
from infra.local.traffic.runs import begin_run, last_run
from infra.local.traffic.simulate import Sent, simulate

FIGURES = {
    "sent", "answered_ok", "arrivals", "good", "rejected", "consent_dropped", "lake_rows",
    "warehouse_rows", "rejected_rows", "events", "transport_duplicates", "resent_duplicates",
    "dbt", "expectations", "exported_items", "served_ok", "stages", "balanced",
}  # fmt: skip
EVENTS = 2_000
RESENDS = 10
COUNTED = (
    "raw.events",
    "raw.rejected_events",
    "marts.fct_events",
    "marts.fct_sessions",
    "marts.fct_orders",
    "marts.product_daily",
    "marts.site_daily",
    "ops.exported_items",
)

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="session")
def first_demo(installation: Any) -> dict[str, Any]:
    figures: dict[str, Any] = installation.demo(EVENTS, seed=1)
    return figures


def test_a_demo_accounts_for_every_event(first_demo: dict[str, Any]) -> None:
    figures = first_demo
    assert set(figures) == FIGURES
    assert figures["balanced"] is True
    assert figures["served_ok"] is True
    assert figures["sent"] == figures["answered_ok"] == figures["arrivals"] == EVENTS
    assert figures["good"] + figures["rejected"] + figures["consent_dropped"] == EVENTS
    assert figures["rejected"] == figures["rejected_rows"] > 0
    assert figures["resent_duplicates"] > 0
    assert figures["dbt"]["pass"] > 0 == figures["dbt"]["error"]
    assert figures["expectations"]["success"] > 0 == figures["expectations"]["failed"]
    assert figures["exported_items"] > 0


def test_the_path_holds_at_least_three_event_days(
    installation: Any, first_demo: dict[str, Any]
) -> None:
    days = installation.ask("select event_day, count(*) from marts.fct_events group by event_day")
    assert sum(count > EVENTS / 10 for _, count in days) >= 3


def test_a_second_demo_adds_only_its_own_events(
    installation: Any, first_demo: dict[str, Any]
) -> None:
    before = installation.count("marts.fct_events")
    figures = installation.demo(EVENTS, seed=1)
    assert figures["arrivals"] == EVENTS
    assert installation.count("marts.fct_events") - before == figures["events"]
    assert EVENTS - figures["events"] == figures["rejected"] + figures["resent_duplicates"]


def test_kill_9_of_everything_loses_and_doubles_nothing(
    installation: Any, first_demo: dict[str, Any]
) -> None:
    stack = installation.stack
    resent = last_run(stack.home)
    run = begin_run(stack.home, 3, EVENTS)
    under_way = Event()
    outcome: list[Sent] = []

    def send() -> None:
        outcome.append(simulate(stack, run, lambda answered: answered > 300 and under_way.set()))

    sender = Thread(target=send)
    sender.start()
    assert under_way.wait(60)
    _kill_everything(installation)
    installation.up()
    sender.join(180)
    assert outcome and outcome[0].complete
    assert simulate(stack, resent, lambda answered: None).complete
    assert wait_until_drained(stack, 120, lambda lag: None)
    events_of_resent = _event_ids(installation, "marts.fct_events")
    assert installation.cycle([])["success"]
    installation.headwater("ledger")
    in_facts = _event_ids(installation, "marts.fct_events")
    # What a replay has recovered since was set aside once, and is an event now.
    open_ones = "intermediate.int_rejected_arrivals where status <> 'recovered'"
    in_quarantine = _event_ids(installation, open_ones)
    journal = set(read_journal(run.journal(stack.home)))
    assert len(journal) == outcome[0].distinct
    assert journal <= in_facts.keys() | in_quarantine.keys()
    assert not in_facts.keys() & in_quarantine.keys()
    assert set(in_facts.values()) == {1}
    resent_ids = set(read_journal(resent.journal(stack.home)))
    assert resent_ids & in_facts.keys() == resent_ids & events_of_resent.keys()


def test_rematerialising_a_load_hour_changes_no_count(
    installation: Any, first_demo: dict[str, Any]
) -> None:
    before = {relation: installation.count(relation) for relation in COUNTED}
    hours = [hour for (hour,) in installation.ask("select distinct load_hour from raw.events")]
    report = installation.cycle(sorted(hours))
    assert (report["success"], report["rows"]) == (True, 0)
    assert {relation: installation.count(relation) for relation in COUNTED} == before


def _kill_everything(installation: Any) -> None:
    supervisor = Supervisor(installation.stack.home)
    names = [spec.name for spec in processes.data_path(installation.stack)]
    victims = [victim for name in names if (victim := supervisor.running(name)) is not None]
    assert len(victims) == len(names)
    for victim in victims:
        victim.kill()
    psutil.wait_procs(victims, timeout=10)


def _event_ids(installation: Any, relation: str) -> Counter[str]:
    return Counter(event_id for (event_id,) in installation.ask(f"select event_id from {relation}"))
