{#- What a person's events told last of it, up to and with each event; nulls tell nothing. -#}
{% macro last_told(column) -%}
    last_value({{ column }} ignore nulls) over (
        partition by person_id
        order by event_at asc, received_at asc, event_key asc
        rows between unbounded preceding and current row
    )
{%- endmacro %}

{#- What the event before told of it. -#}
{% macro told_before(column, partition) -%}
    lag({{ column }}) over (
        partition by {{ partition }}
        order by event_at asc, received_at asc, event_key asc
    )
{%- endmacro %}
