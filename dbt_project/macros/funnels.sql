{#- The funnels that vars declare, checked, with what they leave out filled in. docs/funnels.md says how. -#}
{% macro declared_funnels() -%}
    {%- set funnels = [] -%}
    {%- for funnel in var('funnels') or [] -%}
        {%- set checked = checked_funnel(funnel) -%}
        {%- if checked.name in funnels | map(attribute='name') | list -%}
            {{- funnel_error(checked.name, 'is declared twice') -}}
        {%- endif -%}
        {%- do funnels.append(checked) -%}
    {%- endfor -%}
    {{- return(funnels) -}}
{%- endmacro %}

{% macro checked_funnel(funnel) -%}
    {%- set name = (funnel.get('name') if funnel is mapping) or 'without a name' -%}
    {%- if funnel is not mapping or not funnel.get('name') is string -%}
        {{- funnel_error(name, 'needs a name') -}}
    {%- endif -%}
    {{- check_keys(name, 'a funnel', funnel, ['name', 'description', 'scope', 'order', 'window', 'steps']) -}}
    {%- set scope = funnel.get('scope', 'session') -%}
    {%- set order = funnel.get('order', 'loose') -%}
    {%- if scope not in ['session', 'person'] -%}
        {{- funnel_error(name, 'has the scope ' ~ scope ~ '; it is session or person') -}}
    {%- elif order not in ['loose', 'strict'] -%}
        {{- funnel_error(name, 'has the order ' ~ order ~ '; it is loose or strict') -}}
    {%- elif scope == 'person' and not funnel.get('window') -%}
        {{- funnel_error(name, 'is of a person, so it needs a window such as {days: 7}') -}}
    {%- elif not funnel.get('steps') or funnel.steps is string or funnel.steps is mapping -%}
        {{- funnel_error(name, 'has no list of steps') -}}
    {%- endif -%}
    {%- set steps = [] -%}
    {%- for step in funnel.steps -%}
        {%- do steps.append(checked_step(name, loop.index, step)) -%}
    {%- endfor -%}
    {%- set seconds = window_seconds(name, funnel.get('window')) -%}
    {{- return({'name': name, 'scope': scope, 'order': order, 'seconds': seconds, 'steps': steps}) -}}
{%- endmacro %}

{% macro window_seconds(name, window) -%}
    {%- if window is none -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set units = {'seconds': 1, 'minutes': 60, 'hours': 3600, 'days': 86400} -%}
    {%- if window is not mapping or not window -%}
        {{- funnel_error(name, 'has a window that is not like {days: 7}') -}}
    {%- endif -%}
    {{- check_keys(name, 'a window', window, units.keys() | list) -}}
    {%- set total = namespace(seconds=0) -%}
    {%- for unit, count in window.items() -%}
        {%- if count is not integer or count <= 0 -%}
            {{- funnel_error(name, 'has a window of ' ~ count ~ ' ' ~ unit ~ '; it must be a whole number above 0') -}}
        {%- endif -%}
        {%- set total.seconds = total.seconds + count * units[unit] -%}
    {%- endfor -%}
    {{- return(total.seconds) -}}
{%- endmacro %}

{% macro check_keys(name, what, given, known) -%}
    {%- for key in given if key not in known -%}
        {{- funnel_error(name, 'has ' ~ key ~ ', which ' ~ what ~ ' does not know; it knows ' ~ known | join(', ')) -}}
    {%- endfor -%}
{%- endmacro %}

{% macro funnel_error(name, problem) -%}
    {{- exceptions.raise_compiler_error('the funnel ' ~ name ~ ' in vars ' ~ problem) -}}
{%- endmacro %}
