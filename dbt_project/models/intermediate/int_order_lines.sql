{{ config(dist='order_id', sort='product_id') }}

with contents as (
    select
        order_id,
        items
    from {{ ref('int_order_events') }}
    where is_content and is_array(items)
),

lines as (
    select
        contents.order_id,
        line_index + 1 as line_number,
        {{ super_text('product.product_id') }} as product_id,
        {{ super_text('product.name', 4096) }} as product_name,
        {{ super_text('product.category') }} as category,
        {{ super_text('product.brand') }} as brand,
        {{ super_text('product.variant') }} as variant,
        coalesce({{ super_money('product.price') }}, 0) as price,
        coalesce({{ super_count('product.quantity') }}, 1) as quantity
    from contents, contents.items as product at line_index
)

select
    order_id,
    line_number::integer as line_number,
    product_id,
    product_name,
    category,
    brand,
    variant,
    price,
    quantity,
    (price * quantity)::decimal(38, 2) as revenue
from lines
where product_id is not null
