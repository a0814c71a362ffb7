{#- The last value that is none null: what was said of a thing may be said in several events. -#}
{% macro latest_told(column, of, by) -%}
    last_value({{ column }}) ignore nulls over (
        partition by {{ of }}
        order by {{ by }}
        rows between unbounded preceding and unbounded following
    )
{%- endmacro %}
