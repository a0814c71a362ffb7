"""How visitors come in: advertisements that cost money, letters, and by themselves."""

from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode


@dataclass(frozen=True)
class Campaign:
    """One campaign: its utm values, the page it came from and its network's click id."""

    source: str
    medium: str
    name: str
    content: str
    referrer: str
    click_id_name: str | None = None


@dataclass(frozen=True)
class Arrival:
    """How one visit began: the landing URL's query, the referrer, the campaign if any."""

    query: str
    referrer: str
    campaign: Campaign | None = None

    def context(self) -> dict[str, str]:
        """The campaign as SDKs report it in `context.campaign`."""
        if self.campaign is None:
            return {}
        chosen = self.campaign
        return {
            "source": chosen.source,
            "medium": chosen.medium,
            "name": chosen.name,
            "content": chosen.content,
        }


CAMPAIGNS = (
    Campaign("google", "cpc", "serum-search", "text-a", "https://www.google.com/", "gclid"),
    Campaign("google", "cpc", "brand-search", "text-b", "https://www.google.com/", "gclid"),
    Campaign(
        "meta", "paid-social", "autumn-glow", "reel-1", "https://www.instagram.com/", "fbclid"
    ),
    Campaign("tiktok", "paid-social", "get-ready", "clip-3", "https://www.tiktok.com/", "ttclid"),
    Campaign("newsletter", "email", "november-letter", "hero", ""),
    Campaign("affiliate", "affiliate", "beauty-blog", "banner", "https://glowdiary.example/"),
)

_UNPAID = (
    "",
    "",
    "https://www.google.com/",
    "https://duckduckgo.com/",
    "https://glowdiary.example/",
)


def arrive(rng: Random) -> Arrival:
    """Draw how a visit begins: about two in five by a campaign."""
    if rng.random() > 0.4:
        return Arrival("", rng.choice(_UNPAID))
    campaign = rng.choice(CAMPAIGNS)
    values = {
        "utm_source": campaign.source,
        "utm_medium": campaign.medium,
        "utm_campaign": campaign.name,
        "utm_content": campaign.content,
    }
    if campaign.click_id_name is not None:
        values[campaign.click_id_name] = f"{rng.getrandbits(160):040x}"
    return Arrival("?" + urlencode(values), campaign.referrer, campaign)
