"""The raw table of what advertisements cost, as their networks report it."""

from ingest_lambdas.contract.columns import Column, Table, moment, text

AD_SPEND = Table(
    name="ad_spend",
    description=(
        "What advertisements cost, as imported from the reports of ad networks. "
        "One row per day, source, medium, campaign, ad group and ad."
    ),
    distkey="source",
    sortkeys=("spend_date", "source"),
    stamps=(
        text("import_id", 36, "The import, in ops.ad_spend_imports.", nullable=False),
        moment("imported_at", "When that import ran.", nullable=False),
    ),
    columns=(
        Column("spend_date", "DATE", "The day, as the network counts days.", nullable=False),
        text("source", 255, "Ad network as utm_source names it, lower case.", nullable=False),
        text("medium", 255, "As utm_medium names it, lower case.", nullable=False),
        text("campaign", 255, "As utm_campaign names it; (not set) for none.", nullable=False),
        text("ad_group", 255, "Ad group or ad set."),
        text("ad", 255, "The ad: its id or name."),
        Column("impressions", "BIGINT", "Times it was shown.", nullable=False),
        Column("clicks", "BIGINT", "Times it was clicked.", nullable=False),
        Column("cost", "DECIMAL(18,4)", "What that cost, in currency.", nullable=False),
        text("currency", 3, "ISO 4217 code.", nullable=False),
        Column("cost_base", "DECIMAL(18,4)", "The cost in base_currency.", nullable=False),
        text("base_currency", 3, "ISO 4217 code of the currency converted to.", nullable=False),
        Column("rate_date", "DATE", "Day of the exchange rate.", nullable=False),
    ),
)  # fmt: skip
