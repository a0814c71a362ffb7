"""The page of the tracking plan."""

from ingest_lambdas.contract.plan_page import PAGE, render
from ingest_lambdas.contract.registry import packaged


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == render(packaged())


def test_every_schema_has_its_row_and_its_link_leads_to_it() -> None:
    page = PAGE.read_text()
    for planned in packaged().plan():
        assert page.count(f"(schemas/{planned.ref.path})") == 1
        assert (PAGE.parent / "schemas" / planned.ref.path).is_file()
