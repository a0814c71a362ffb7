"""What advertisements cost: reports of ad networks → raw.ad_spend."""
