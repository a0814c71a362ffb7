{#-
Typed values out of SUPER. A value of another JSON type becomes null: one client that writes a price as
text must not stop everyone's models. Redshift lower-cases unquoted attribute names, so only lower-case
keys (Segment's snake_case) can be reached; a camelCase key would be null without an error.
-#}
{% macro super_text(path, bytes=1024) -%}
    case when json_typeof({{ path }}) = 'string' then rtrim({{ path }}::varchar({{ bytes }})) end
{%- endmacro %}

{% macro super_money(path) -%}
    case when json_typeof({{ path }}) = 'number' then {{ path }}::decimal(18, 2) end
{%- endmacro %}

{% macro super_count(path) -%}
    case when json_typeof({{ path }}) = 'number' then {{ path }}::integer end
{%- endmacro %}
