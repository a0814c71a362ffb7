"""Which campaign led to the page: from the SDK's context, else from the page URL's parameters."""

from collections.abc import Mapping
from typing import Any, NamedTuple

CLICK_IDS = (
    "gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "twclid", "li_fat_id",
    "epik", "ScCid", "rdt_cid", "irclickid", "yclid",
)  # fmt: skip


class Campaign(NamedTuple):
    """The five UTM values and the ad network's click id."""

    source: str | None
    medium: str | None
    name: str | None
    term: str | None
    content: str | None
    click_id_name: str | None
    click_id: str | None


def find_campaign(context_campaign: Any, parameters: Mapping[str, str]) -> Campaign:
    """The campaign; a value in the context wins over the same one in the URL."""
    given = context_campaign if isinstance(context_campaign, dict) else {}

    def value(name: str, parameter: str) -> str | None:
        stated = given.get(name)
        return (stated if isinstance(stated, str) else None) or parameters.get(parameter) or None

    click_id_name = next((name for name in CLICK_IDS if parameters.get(name)), None)
    return Campaign(
        source=value("source", "utm_source"),
        medium=value("medium", "utm_medium"),
        name=value("name", "utm_campaign"),
        term=value("term", "utm_term"),
        content=value("content", "utm_content"),
        click_id_name=click_id_name,
        click_id=parameters[click_id_name] if click_id_name else None,
    )
