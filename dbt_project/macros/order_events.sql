{#- Which events tell of an order: of what it is, and of its lines one by one. -#}
{% macro is_order_event() -%}
    event_type = 'track'
    and event_name in ('Order Completed', 'Order Updated', 'Order Cancelled', 'Order Refunded')
    and order_id is not null
{%- endmacro %}

{% macro is_order_line_event() -%}
    event_type = 'track' and event_name = 'Order Item Added' and order_id is not null
{%- endmacro %}

{#- The event that made the order comes first: the first completion, else whatever is known first. -#}
{% macro order_origin() -%}
    case when event_name = 'Order Completed' then 0 else 1 end asc,
    event_at asc, received_at asc, event_key asc
{%- endmacro %}

{#- Orders of which events of some visitor days tell, or told when `facts` were built. -#}
{% macro orders_at(visitor_days, facts) -%}
    {%- for events in [ref('int_events_deduplicated')] + ([facts] if facts else []) -%}
    {{ 'union' if not loop.first }}
    select distinct order_id
    from {{ events }}
    where
        ({{ is_order_event() }} or {{ is_order_line_event() }})
        and (visitor_id, event_day) in (
            select in_scope.visitor_id, in_scope.event_day from {{ visitor_days }} as in_scope
        )
    {% endfor -%}
{%- endmacro %}
