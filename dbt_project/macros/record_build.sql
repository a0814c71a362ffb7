{#-
Marks the loads of a build as built, once all of its models and tests have passed. Until then they stay
due, so that what a failed, partial or foreign build has left undone is done by the next whole one.
-#}
{% macro record_build(results) -%}
    {#- Rendered when dbt parses as well, so that it sees what the hook depends on. -#}
    {%- if not execute or (flags.WHICH in ('build', 'run') and not flags.EMPTY and is_whole_build(results)) -%}
        begin;
        {{ record_of_build(invocation_id) }};
        commit;
    {%- endif -%}
{%- endmacro %}

{#- What a whole build leaves in ops, as statements of one transaction. -#}
{% macro record_of_build(build_id) -%}
    insert into {{ source('ops', 'model_builds') }} (build_id, built_at)
    values ('{{ build_id }}', getdate());
    {{ record_day_closings(build_id) }};
    delete from {{ source('ops', 'touched_visitor_days') }}
    where load_id in (
        select in_build.load_id from {{ ref('int_rebuild_loads') }} as in_build
        where in_build.build_id = '{{ build_id }}'
    )
{%- endmacro %}

{#- Whether every model was built where the project says, and nothing has failed. -#}
{% macro is_whole_build(results) -%}
    {%- set built = [] -%}
    {%- for result in results -%}
        {%- if result.status not in ('success', 'pass', 'warn', 'no-op') -%}
            {{- return(false) -}}
        {%- endif -%}
        {%- do built.append(result.node.unique_id) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- if node.unique_id not in built or node.schema != node.config.schema -%}
            {{- return(false) -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return(true) -}}
{%- endmacro %}
