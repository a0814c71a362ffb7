{#-
In an incremental build a test of a model with an event_day looks at the days that the build changes;
the days before were tested when they were built. `dbt test`, a full refresh, a first build and a build
with the var whole_tests look at everything.
-#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [config.get('where')] if config.get('where') else [] -%}
    {%- if execute and has_event_day(model.attached_node) -%}
        {%- set scope = scope_of_tests() -%}
        {%- if scope -%}
            {%- do conditions.append('event_day in (' ~ changed_days(scope) ~ ')') -%}
        {%- endif -%}
    {%- endif -%}
    {%- if conditions -%}
        (select * from {{ relation }} where ({{ conditions | join(') and (') }})) as tested
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}

{#- The scope's table, where tests look at no more; none where they look at everything. -#}
{% macro scope_of_tests() -%}
    {%- set partial = flags.WHICH == 'build' and not var('whole_tests') -%}
    {{- return(built_before('int_rebuild_scope') if partial else none) -}}
{%- endmacro %}

{#- Touched days as well: what stands before the scope in a build is tested before the scope is there. -#}
{% macro changed_days(scope) -%}
    select event_day from {{ scope }}
    union
    select event_day from {{ scope.database }}.ops.touched_visitor_days
{%- endmacro %}

{% macro has_event_day(unique_id) -%}
    {{- return('event_day' in graph.nodes[unique_id].columns if unique_id in graph.nodes else false) -}}
{%- endmacro %}
