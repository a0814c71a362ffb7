"""docs/sdks.md: its blocks send what they show, as written there; it names what is driven."""

import json
import re
from importlib.metadata import version
from typing import Any

import pytest

from tests.outside.sdks.browser import FOLDER
from tests.outside.sdks.snippets import PAGE, Snippet, read_snippets

README = PAGE.parents[1] / "README.md"
SNIPPETS = read_snippets()
BY_SDK = [snippet for snippet in SNIPPETS if snippet.language != "sh"]
BY_HAND = [snippet for snippet in SNIPPETS if snippet.language == "sh"]

pytestmark = pytest.mark.timeout(1200)


@pytest.mark.parametrize("snippet", BY_SDK, ids=str)
def test_a_snippet_delivers_its_events(
    snippet: Snippet, outcomes: dict[Snippet, Any], warehouse: Any
) -> None:
    error, line = outcomes[snippet].error, outcomes[snippet].line
    assert not error
    assert len(line.delivered) == snippet.events
    counted = {event_id: warehouse.events[event_id] for event_id in line.delivered}
    assert counted == dict.fromkeys(line.delivered, 1)


@pytest.mark.parametrize("snippet", BY_HAND, ids=str)
def test_no_sdk_is_needed(snippet: Snippet, outcomes: dict[Snippet, Any], warehouse: Any) -> None:
    assert not outcomes[snippet].error
    statement = f"select count(*) from marts.fct_events where source = '{snippet.source}'"
    assert [int(count) for (count,) in warehouse.ask(statement)] == [snippet.events]


def test_every_sdk_has_its_snippet() -> None:
    languages = [snippet.language for snippet in SNIPPETS]
    assert [languages.count(name) for name in ("python", "javascript", "sh")] == [3, 6, 1]


def test_the_page_names_the_versions_that_are_driven() -> None:
    page = PAGE.read_text()
    driven = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    named = dict(re.findall(r"^\| `([^`]+)` \| ([\d.]+) \|", page, re.M))
    installed = {name: driven[name] if name in driven else version(name) for name in named}
    assert named == installed
    tools = {"esbuild", "playwright-core", "@snowplow/browser-plugin-snowplow-ecommerce"}
    assert driven.keys() - tools <= named.keys()


def test_the_readmes_snippet_is_the_pages() -> None:
    shown = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.M | re.S)
    assert shown
    assert set(shown) <= {snippet.code for snippet in SNIPPETS}
