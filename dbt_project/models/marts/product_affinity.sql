{{ config(dist='product_id', sort=['product_id', 'relation']) }}

with recent as (
    select *
    from {{ ref('int_product_pairs') }}
    where
        event_day > (
            select dateadd(day, -{{ var('affinity_days') }}, max(pairs.event_day))
            from {{ ref('int_product_pairs') }} as pairs
        )
),

counted as (
    select
        relation,
        product_id,
        other_product_id,
        sum(baskets) as baskets,
        sum(baskets_led) as baskets_led
    from recent
    group by relation, product_id, other_product_id
),

products as (
    select
        relation,
        product_id,
        baskets,
        sum(baskets_led) over (partition by relation) as all_baskets
    from counted
    where product_id = other_product_id
),

pairs as (
    select
        relation,
        product_id,
        other_product_id,
        baskets
    from counted
    where product_id <> other_product_id
    union all
    select
        relation,
        other_product_id as product_id,
        product_id as other_product_id,
        baskets
    from counted
    where product_id <> other_product_id
),

measured as (
    select
        pairs.relation,
        pairs.product_id,
        pairs.other_product_id,
        pairs.baskets as baskets_together,
        products.baskets as product_baskets,
        companions.baskets as other_product_baskets,
        products.all_baskets,
        (pairs.baskets::float / products.all_baskets)::decimal(9, 6) as support,
        (pairs.baskets::float / products.baskets)::decimal(9, 6) as confidence,
        (pairs.baskets::float * products.all_baskets / products.baskets / companions.baskets)::decimal(18, 4)
            as lift
    from pairs
    inner join products
        on pairs.relation = products.relation and pairs.product_id = products.product_id
    inner join products as companions
        on pairs.relation = companions.relation and pairs.other_product_id = companions.product_id
),

ranked as (
    select
        *,
        -- By confidence; of equals the rarer product, whose lift is the higher.
        row_number() over (
            partition by relation, product_id
            order by baskets_together desc, other_product_baskets asc, other_product_id asc
        ) as affinity_rank
    from measured
    where
        baskets_together >= {{ var('affinity_min_baskets') }}
        and lift >= {{ var('affinity_min_lift') }}
)

select
    relation,
    product_id,
    affinity_rank::integer as affinity_rank,
    other_product_id,
    baskets_together::bigint as baskets_together,
    product_baskets::bigint as product_baskets,
    other_product_baskets::bigint as other_product_baskets,
    all_baskets::bigint as all_baskets,
    support,
    confidence,
    lift
from ranked
where affinity_rank <= {{ var('affinity_list_length') }}
