{#-
dbt would prefix the target's schema: marts_staging. Schemas are part of what we promise.
A branch has one of its own for everything, so that nothing it does can reach production's.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if var('branch') -%}
        branch_{{ var('branch') }}
    {%- else -%}
        {{ custom_schema_name or target.schema }}
    {%- endif -%}
{%- endmacro %}
