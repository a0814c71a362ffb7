{#-
Typed values out of SUPER. A value of another JSON type becomes null: one client that writes a price as
text must not stop everyone's models; nor must a number that the type has no room for, which a source that
is only flagged may send. Redshift lower-cases unquoted attribute names, so only lower-case
keys (Segment's snake_case) can be reached; a camelCase key would be null without an error.
-#}
{% macro super_text(path, bytes=1024) -%}
    case when json_typeof({{ path }}) = 'string' then rtrim({{ path }}::varchar({{ bytes }})) end
{%- endmacro %}

{% macro super_money(path) -%}
    case
        when json_typeof({{ path }}) = 'number'
            then case when abs({{ path }}::float) < 1e16 then {{ path }}::decimal(18, 2) end
    end
{%- endmacro %}

{% macro super_count(path) -%}
    case
        when json_typeof({{ path }}) = 'number'
            then case when abs({{ path }}::float) < 2147483647 then {{ path }}::integer end
    end
{%- endmacro %}

{#- Width or height out of Snowplow's 1280x720. -#}
{% macro super_side(path, side) -%}
    case
        when {{ super_text(path, 16) }} ~ '^[0-9]{1,6}x[0-9]{1,6}$'
            then split_part({{ super_text(path, 16) }}, 'x', {{ side }})::integer
    end
{%- endmacro %}
