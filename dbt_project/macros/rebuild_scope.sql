{#-
How a model is rebuilt where new loads have changed what it is made from, and nowhere else:

    config(materialized='incremental', incremental_strategy='rebuild_visitor_days', …)
    …
    where {{ in_rebuild_scope('visitor_days', 'events') }}

The condition holds for every row of a full build. In an incremental build the strategy deletes the
model's rows in the scope and inserts what the query now finds there, both in dbt's own transaction.
So a row whose key is gone goes too, which dbt's delete+insert by key would leave.
Scopes: visitor_days, days (of these), orders, persons, and events (of the deduplication alone). Who is who
is found out before the visitor days in scope: touched_days are those whose own events changed, visitors
those who may be another person now.
-#}
{% macro in_rebuild_scope(scope, alias=none) -%}
    {#- When dbt parses, so that it sees what the model depends on. -#}
    {{- rebuild_condition(scope, alias) if is_incremental() or not execute else 'true' -}}
{%- endmacro %}

{% macro rebuild_condition(scope, alias=none) -%}
    {%- set at = alias ~ '.' if alias else '' -%}
    {%- if scope == 'visitor_days' -%}
        ({{ at }}visitor_id, {{ at }}event_day) in (
            select in_scope.visitor_id, in_scope.event_day from {{ ref('int_rebuild_scope') }} as in_scope
        )
    {%- elif scope == 'touched_days' -%}
        ({{ at }}visitor_id, {{ at }}event_day) in ({{ touched_visitor_days() }})
    {%- elif scope == 'visitors' -%}
        {{ at }}visitor_id in (select in_scope.visitor_id from {{ ref('int_rebuild_visitors') }} as in_scope)
    {%- elif scope == 'days' -%}
        {{ at }}event_day in (select in_scope.event_day from {{ ref('int_rebuild_scope') }} as in_scope)
    {%- elif scope == 'orders' -%}
        {{ at }}order_id in (select in_scope.order_id from {{ ref('int_rebuild_orders') }} as in_scope)
    {%- elif scope == 'persons' -%}
        {{ at }}person_id in (select in_scope.person_id from {{ ref('int_rebuild_persons') }} as in_scope)
    {%- elif scope == 'events' -%}
        {{ at }}event_day in (select in_scope.event_day from {{ ref('int_rebuild_events') }} as in_scope)
        and {{ at }}event_id in (
            select in_scope.event_id from {{ ref('int_rebuild_events') }} as in_scope where in_scope.is_changed
        )
    {%- elif scope == 'everything' -%}
        true
    {%- else -%}
        {{ exceptions.raise_compiler_error('no rebuild scope is called ' ~ scope) }}
    {%- endif -%}
{%- endmacro %}

{#- Visitor days whose own events the loads of this build have changed. -#}
{% macro touched_visitor_days() -%}
    select
        touched.visitor_id,
        touched.event_day
    from {{ ref('stg_touched_visitor_days') }} as touched
    inner join {{ ref('int_rebuild_loads') }} as loads on touched.load_id = loads.load_id
    union
    select
        involved.visitor_id,
        involved.event_day
    from {{ ref('int_rebuild_events') }} as involved
    where involved.is_changed
{%- endmacro %}

{% macro rebuild_sql(scope, arguments) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arguments['target_relation'] }} where {{ rebuild_condition(scope) }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}

{#- dbt finds a strategy by its name. -#}
{% macro get_incremental_rebuild_visitor_days_sql(arguments) -%}
    {{ rebuild_sql('visitor_days', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_touched_days_sql(arguments) -%}
    {{ rebuild_sql('touched_days', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_visitors_sql(arguments) -%}
    {{ rebuild_sql('visitors', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_days_sql(arguments) -%}
    {{ rebuild_sql('days', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_orders_sql(arguments) -%}
    {{ rebuild_sql('orders', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_persons_sql(arguments) -%}
    {{ rebuild_sql('persons', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_events_sql(arguments) -%}
    {{ rebuild_sql('events', arguments) }}
{%- endmacro %}

{% macro get_incremental_rebuild_everything_sql(arguments) -%}
    {{ rebuild_sql('everything', arguments) }}
{%- endmacro %}

{#-
What the last build left in a model that this build has not come to yet; none where there is nothing or
everything is built anew. Not a ref: the model that asks stands before the one it asks about.
-#}
{% macro built_before(name) -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set found = graph.nodes.values()
            | selectattr('resource_type', 'equalto', 'model') | selectattr('name', 'equalto', name) | list -%}
        {%- set node = found[0] -%}
        {{- return(adapter.get_relation(node.database, node.schema, node.alias)) -}}
    {%- endif -%}
    {{- return(none) -}}
{%- endmacro %}

{#- Loads that came in after this build had begun wait for the next one, whole. -#}
{% macro known_to_this_build(load_id) -%}
    {{ load_id }} not in (
        select touched.load_id
        from {{ ref('stg_touched_visitor_days') }} as touched
        where touched.load_id not in (select in_build.load_id from {{ ref('int_rebuild_loads') }} as in_build)
    )
{%- endmacro %}

{#- What counts as a visitor's presence, of which sessions are made. -#}
{% macro is_activity(alias=none) -%}
    {%- set at = alias ~ '.' if alias else '' -%}
    not {{ at }}is_bot
    and {{ at }}event_type in ('track', 'page', 'screen')
    -- What the shop or an ad network reports about a visitor is not the visitor's presence.
    and {{ at }}event_name not in (
        'Order Updated', 'Order Cancelled', 'Order Refunded', 'Ad Impression', 'Ad Clicked'
    )
{%- endmacro %}
