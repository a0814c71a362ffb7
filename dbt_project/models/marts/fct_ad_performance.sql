{{ config(dist='all', sort='event_day') }}

with orders as (
    select
        orders.order_id,
        orders.event_day,
        orders.ordered_at,
        persons.person_id,
        orders.net_revenue_base
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('int_person_visitors') }} as persons on orders.visitor_id = persons.visitor_id
    where orders.is_completed
),

-- A click says more than a view, of clicks the last; so each order is one ad's conversion at most.
candidates as (
    select
        orders.order_id,
        orders.event_day,
        orders.net_revenue_base,
        ads.ad_id,
        ads.network,
        ads.campaign,
        ads.interaction,
        row_number() over (
            partition by orders.order_id
            order by ads.interaction asc, ads.event_at desc, ads.event_key asc
        ) as candidate_number
    from orders
    inner join {{ ref('int_ad_interactions') }} as ads
        on
            orders.person_id = ads.person_id
            and orders.ordered_at >= ads.event_at
            and ads.event_at >= dateadd(
                day,
                case ads.interaction
                    when 'click' then -{{ var('ad_click_window_days') }}
                    else -{{ var('ad_view_window_days') }}
                end,
                orders.ordered_at
            )
),

measures as (
    select
        event_day,
        network,
        campaign,
        ad_id,
        interaction,
        person_id,
        null::varchar(1024) as order_id,
        0::decimal(38, 2) as net_revenue_base
    from {{ ref('int_ad_interactions') }}
    union all
    select
        event_day,
        network,
        campaign,
        ad_id,
        case interaction when 'click' then 'click-through' else 'view-through' end as interaction,
        null as person_id,
        order_id,
        coalesce(net_revenue_base, 0) as net_revenue_base
    from candidates
    where candidate_number = 1
),

summed as (
    select
        event_day,
        coalesce(network, '(not set)') as network,
        coalesce(campaign, '(not set)') as campaign,
        coalesce(ad_id, '(not set)') as ad_id,
        sum(case when interaction = 'impression' then 1 else 0 end) as impressions,
        sum(case when interaction = 'click' then 1 else 0 end) as clicks,
        count(distinct case when interaction = 'impression' then person_id end) as viewers,
        count(distinct case when interaction = 'click' then person_id end) as clickers,
        count(distinct case when interaction = 'click-through' then order_id end)
            as click_through_conversions,
        count(distinct case when interaction = 'view-through' then order_id end)
            as view_through_conversions,
        sum(case when interaction = 'click-through' then net_revenue_base else 0 end)
            as click_through_revenue_base,
        sum(case when interaction = 'view-through' then net_revenue_base else 0 end)
            as view_through_revenue_base
    from measures
    group by 1, 2, 3, 4
)

select
    event_day,
    network,
    campaign,
    ad_id,
    impressions::bigint as impressions,
    clicks::bigint as clicks,
    viewers::bigint as viewers,
    clickers::bigint as clickers,
    (clicks::decimal(18, 4) / nullif(impressions, 0))::decimal(18, 4) as click_through_rate,
    click_through_conversions::bigint as click_through_conversions,
    view_through_conversions::bigint as view_through_conversions,
    click_through_revenue_base::decimal(38, 2) as click_through_revenue_base,
    view_through_revenue_base::decimal(38, 2) as view_through_revenue_base
from summed
