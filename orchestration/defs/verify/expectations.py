"""Expectations that stop bad data: on raw before the models, on the marts before the export."""

from collections.abc import Iterable, Mapping

from expectations.business_rules import BUSINESS_RULES
from expectations.suites import RAW_SUITES
from orchestration.checks import blocking_checks
from orchestration.loading.discovery import loaded_hours
from orchestration.partitions import hours_of_run
from orchestration.resources.warehouse import WarehouseResource


def hours_to_check(tags: Mapping[str, str], warehouse: WarehouseResource) -> Iterable[str]:
    """Load hours of the run that hold anything: older hours were checked when they were loaded."""
    with warehouse.client().connect() as session:
        return loaded_hours(session, *hours_of_run(tags))


raw_expectations = blocking_checks("verify_raw", list(RAW_SUITES.values()), hours_to_check)
mart_expectations = blocking_checks("verify_marts", BUSINESS_RULES)
