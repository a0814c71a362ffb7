{#-
dbt asks for columns five times for each table that it rebuilds in part, every time of late-binding views
and external tables too, which answer slowly. They are asked where the table itself is not found.
-#}
{% macro redshift__get_columns_in_relation(relation) -%}
    {%- if redshift__use_show_apis() and relation.database and relation.schema -%}
        {{- return(redshift__get_columns_in_relation_show(relation)) -}}
    {%- endif -%}
    {%- call statement('get_columns_of_table', fetch_result=True) -%}
        select
            column_name,
            data_type,
            character_maximum_length,
            numeric_precision,
            numeric_scale
        from information_schema."columns"
        where
            table_name = '{{ relation.identifier }}'
            {%- if relation.schema %} and table_schema = '{{ relation.schema }}'{% endif %}
        order by ordinal_position
    {%- endcall -%}
    {%- set found = load_result('get_columns_of_table').table -%}
    {%- if found | length -%}
        {{- return(sql_convert_columns_in_relation(found)) -}}
    {%- endif -%}
    {{- return(redshift__get_columns_in_relation_legacy(relation)) -}}
{%- endmacro %}
