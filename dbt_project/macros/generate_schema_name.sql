{#- dbt would prefix the target's schema: marts_staging. Schemas are part of what we promise. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
