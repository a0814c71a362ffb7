-- Names are told apart without case, as those of visits are.
select
    spend_date as event_day,
    lower(rtrim(source)) as source,
    lower(rtrim(medium)) as medium,
    lower(rtrim(campaign)) as campaign,
    rtrim(ad_group) as ad_group,
    rtrim(ad) as ad,
    impressions,
    clicks,
    cost,
    currency,
    cost_base,
    base_currency,
    rate_date,
    import_id,
    imported_at
from {{ source('raw', 'ad_spend') }}
