{{ config(
    materialized='incremental', incremental_strategy='rebuild_persons',
    dist='person_id', sort=['event_day', 'person_id']
) }}

{% set hours = var('cart_abandoned_after_hours') %}

with known as (
    select
        events.*,
        persons.person_id,
        -- The shop's server may tell of the order that the browser told of.
        row_number() over (
            partition by persons.person_id, events.action, events.order_id
            order by events.event_at asc, events.received_at asc, events.event_key asc
        ) as repetition
    from {{ ref('int_cart_events') }} as events
    inner join {{ ref('int_person_visitors') }} as persons on events.visitor_id = persons.visitor_id
    where {{ in_rebuild_scope('persons', 'persons') }}
),

-- A checkout and an order belong to the cart that was touched last; a shop without ids has one cart a person.
named as (
    select
        *,
        coalesce(
            cart_id,
            last_value(cart_id) ignore nulls over (
                partition by person_id
                order by event_at asc, received_at asc, event_key asc
                rows unbounded preceding
            ),
            first_value(cart_id) ignore nulls over (
                partition by person_id
                order by event_at asc, received_at asc, event_key asc
                rows between current row and unbounded following
            ),
            ''
        ) as cart_name,
        first_value(order_id) ignore nulls over (
            partition by person_id
            order by event_at asc, received_at asc, event_key asc
            rows between 1 following and unbounded following
        ) as next_order_id,
        min(case when action = 'order' then event_at end) over (
            partition by person_id
            order by event_at asc, received_at asc, event_key asc
            rows between 1 following and unbounded following
        ) as next_ordered_at
    from known
    where action <> 'order' or repetition = 1
),

-- An order empties the cart: what is put into it afterwards is another.
numbered as (
    select
        *,
        coalesce(
            sum(case when action = 'order' then 1 else 0 end) over (
                partition by person_id, cart_name
                order by event_at asc, received_at asc, event_key asc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as orders_before
    from named
),

placed as (
    select
        *,
        lag(event_at) over (
            partition by person_id, cart_name, orders_before
            order by event_at asc, received_at asc, event_key asc
        ) as previous_event_at,
        row_number() over (
            partition by person_id, cart_name, orders_before
            order by event_at desc, received_at desc, event_key desc
        ) as recency,
        row_number() over (
            partition by person_id, cart_name, orders_before, action
            order by event_at asc, received_at asc, event_key asc
        ) as place_among_alike,
        row_number() over (
            partition by
                person_id, cart_name, orders_before, case when action in ('add', 'remove') then 1 else 0 end
            order by event_at desc, received_at desc, event_key desc
        ) as recency_among_changes
    from numbered
),

told as (
    select
        placed.person_id,
        placed.cart_name,
        placed.orders_before,
        placed.action,
        items.product_id,
        items.quantity,
        {{
            latest_told(
                'items.price', 'placed.person_id, placed.cart_name, placed.orders_before, items.product_id',
                'placed.event_at, placed.received_at, placed.event_key, items.item_number'
            )
        }} as price,
        {{
            latest_told(
                'items.currency', 'placed.person_id, placed.cart_name, placed.orders_before',
                'placed.event_at, placed.received_at, placed.event_key, items.item_number'
            )
        }} as currency
    from placed
    inner join {{ ref('int_product_interactions') }} as items
        on placed.event_key = items.event_key and placed.event_day = items.event_day
    where placed.action in ('add', 'remove')
),

products as (
    select
        person_id,
        cart_name,
        orders_before,
        product_id,
        max(price) as price,
        max(currency) as currency,
        sum(case when action = 'add' then quantity else 0 end) as added,
        sum(case when action = 'remove' then quantity else 0 end) as removed
    from told
    group by person_id, cart_name, orders_before, product_id
),

contents as (
    select
        person_id,
        cart_name,
        orders_before,
        max(currency) as currency,
        sum(added) as units_added,
        sum(removed) as units_removed,
        sum(case when added > removed then 1 else 0 end) as products,
        sum(greatest(added - removed, 0)) as units,
        sum(greatest(added - removed, 0) * coalesce(price, 0)) as item_value
    from products
    group by person_id, cart_name, orders_before
),

carts as (
    select
        person_id,
        cart_name,
        orders_before,
        max(case when action = 'add' and place_among_alike = 1 then event_key end) as opening_event_key,
        max(case when action = 'add' and place_among_alike = 1 then visitor_id end) as visitor_id,
        max(case when action = 'add' and place_among_alike = 1 then session_id end) as session_id,
        min(case when action = 'add' then event_at end) as opened_at,
        min(case when action = 'add' then event_day end) as event_day,
        max(event_at) as last_activity_at,
        min(case when action = 'checkout' then event_at end) as checkout_started_at,
        max(case when action = 'checkout' then checkout_step end) as checkout_step,
        max(order_id) as order_id,
        max(case when action = 'order' then event_at end) as ordered_at,
        max(
            case when action in ('add', 'remove') and recency_among_changes = 1 then cart_value end
        ) as told_value,
        min(
            case
                when event_at > dateadd(hour, {{ hours }}, previous_event_at)
                    then dateadd(hour, {{ hours }}, previous_event_at)
            end
        ) as left_at,
        max(case when recency = 1 then next_order_id end) as next_order_id,
        max(case when recency = 1 then next_ordered_at end) as next_ordered_at
    from placed
    group by person_id, cart_name, orders_before
)

select
    md5('cart|' || carts.opening_event_key) as cart_key,
    nullif(carts.cart_name, '') as cart_id,
    carts.person_id,
    carts.visitor_id,
    carts.session_id,
    carts.opened_at,
    carts.event_day,
    carts.last_activity_at,
    contents.units_added::bigint as units_added,
    contents.units_removed::bigint as units_removed,
    contents.products::integer as products,
    contents.units::bigint as units,
    coalesce(carts.told_value, contents.item_value)::decimal(38, 2) as cart_value,
    contents.currency,
    carts.checkout_started_at,
    carts.checkout_step,
    carts.order_id,
    carts.ordered_at,
    carts.left_at,
    dateadd(hour, {{ hours }}, carts.last_activity_at) as expires_at,
    carts.next_order_id,
    carts.next_ordered_at
from carts
inner join contents
    on
        carts.person_id = contents.person_id
        and carts.cart_name = contents.cart_name
        and carts.orders_before = contents.orders_before
where carts.opened_at is not null
