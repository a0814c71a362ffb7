{#- A step of a funnel as {name, condition}; the condition is SQL over a row of fct_events. -#}
{% macro checked_step(funnel, number, step) -%}
    {%- set place = 'step ' ~ number -%}
    {%- if step is not mapping -%}
        {{- funnel_error(funnel, 'has a ' ~ place ~ ' that is no mapping such as {event: Product Viewed}') -}}
    {%- endif -%}
    {{- check_keys(funnel, 'a step', step, ['name', 'event', 'page', 'properties', 'unplanned']) -}}
    {%- set conditions = [] -%}
    {%- if step.get('event') -%}
        {%- do conditions.append(event_condition(funnel, place, as_list(step.event), step.get('unplanned'))) -%}
    {%- endif -%}
    {%- if step.get('page') -%}
        {%- do conditions.append(page_condition(as_list(step.page))) -%}
    {%- endif -%}
    {%- for property, wanted in (step.get('properties') or {}).items() -%}
        {%- do conditions.append(property_condition(funnel, place, property, wanted)) -%}
    {%- endfor -%}
    {%- if not conditions -%}
        {{- funnel_error(funnel, 'has a ' ~ place ~ ' without an event, a page or properties') -}}
    {%- endif -%}
    {%- set name = step.get('name') or (as_list(step.get('event') or step.get('page') or place) | first) -%}
    {{- return({'name': name, 'condition': '(' ~ conditions | join(' and ') ~ ')'}) -}}
{%- endmacro %}

{% macro as_list(value) -%}
    {{- return(value if value is iterable and value is not string and value is not mapping else [value]) -}}
{%- endmacro %}

{% macro quoted(text) -%}
    {{- return("'" ~ (text | string).replace("\\", "\\\\").replace("'", "''") ~ "'") -}}
{%- endmacro %}

{#- Calls without a name of their own are told by their type: page, screen. -#}
{% macro event_condition(funnel, place, names, unplanned) -%}
    {%- set found = [] -%}
    {%- for name in names -%}
        {%- if name in ['page', 'screen'] -%}
            {%- do found.append("event_type = '" ~ name ~ "'") -%}
        {%- elif name in planned_event_names() or unplanned -%}
            {%- do found.append("(event_type = 'track' and event_name = " ~ quoted(name) ~ ')') -%}
        {%- else -%}
            {{- funnel_error(funnel, 'asks in ' ~ place ~ ' for the event ' ~ name ~
                ', which the tracking plan does not know; mend the name, or say `unplanned: true`') -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return('(' ~ found | join(' or ') ~ ')') -}}
{%- endmacro %}

{#- A path, or a pattern whose * stands for anything. -#}
{% macro page_condition(patterns) -%}
    {%- set found = [] -%}
    {%- for pattern in patterns -%}
        {%- if '*' in pattern -%}
            {%- set like = pattern.replace('^', '^^').replace('%', '^%').replace('_', '^_').replace('*', '%') -%}
            {%- do found.append('page_path like ' ~ quoted(like) ~ " escape '^'") -%}
        {%- else -%}
            {%- do found.append('page_path = ' ~ quoted(pattern)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return('(' ~ found | join(' or ') ~ ')') -}}
{%- endmacro %}

{#- A value, a list of which one must be met, or {at_least, at_most} of a number. -#}
{% macro property_condition(funnel, place, property, wanted) -%}
    {%- if not modules.re.fullmatch('[a-z_][a-z0-9_]*([.][a-z_][a-z0-9_]*)*', property | string) -%}
        {{- funnel_error(funnel, 'asks in ' ~ place ~ ' for the property ' ~ property ~
            '; only lower-case names, with dots between, can be reached in SUPER') -}}
    {%- endif -%}
    {%- set path = 'properties.' ~ property -%}
    {%- set number = "case when json_typeof(" ~ path ~ ") = 'number' then " ~ path ~ '::float end' -%}
    {%- set found = [] -%}
    {%- if wanted is mapping -%}
        {{- check_keys(funnel, 'a property', wanted, ['at_least', 'at_most']) -}}
        {%- for bound, limit in wanted.items() -%}
            {%- if limit is not number -%}
                {{- funnel_error(funnel, 'bounds ' ~ property ~ ' in ' ~ place ~ ' by ' ~ limit ~ ', which is no number') -}}
            {%- endif -%}
            {%- do found.append(number ~ (' >= ' if bound == 'at_least' else ' <= ') ~ limit) -%}
        {%- endfor -%}
        {{- return('(' ~ found | join(' and ') ~ ')') -}}
    {%- endif -%}
    {%- for value in as_list(wanted) -%}
        {%- if value is boolean -%}
            {%- do found.append("case when json_typeof(" ~ path ~ ") = 'boolean' then " ~ path ~ '::boolean end = ' ~ (value | lower)) -%}
        {%- elif value is number -%}
            {%- do found.append(number ~ ' = ' ~ value) -%}
        {%- elif value is string -%}
            {%- do found.append(super_text(path) ~ ' = ' ~ quoted(value)) -%}
        {%- else -%}
            {{- funnel_error(funnel, 'compares ' ~ property ~ ' in ' ~ place ~ ' with what is no text, number or boolean') -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return('(' ~ found | join(' or ') ~ ')') -}}
{%- endmacro %}
