{#- The rows of all funnels that are declared; of none the same columns without a row. -#}
{% macro funnel_rows(activity) -%}
    {%- for funnel in declared_funnels() %}
        select * from ({{ funnel_chains(funnel, activity) }}) as funnel_{{ loop.index }}
        {{ 'union all' if not loop.last }}
    {%- else %}
        select
            ''::varchar(128) as funnel,
            ''::varchar(32) as entry_id,
            0 as step_number,
            ''::varchar(255) as step_name,
            ''::varchar(16) as scope,
            person_id,
            visitor_id,
            session_id,
            event_day,
            event_key,
            event_at as entered_at,
            event_at as reached_at,
            event_at as previous_at,
            0 as steps_reached,
            false as is_converted
        from {{ activity }}
        where false
    {%- endfor %}
{%- endmacro %}

{#-
The best way through a funnel of each entry, one row for each step that it reached. An entry is a session,
or a person's day; its way begins at the event of the first step from which the most steps are reached, and
takes for each further step the first event that meets it. An event serves one step.
-#}
{% macro funnel_chains(funnel, activity) -%}
    {%- set steps = funnel.steps | length -%}
    {%- set unit = 'session_id' if funnel.scope == 'session' else 'person_id' -%}
    with matched as (
        select
            {{ unit }} as unit_id,
            person_id,
            visitor_id,
            session_id,
            event_key,
            event_at,
            event_day,
            row_number() over (
                partition by {{ unit }}
                order by event_at asc, received_at asc, event_key asc
            ) as place
            {%- for step in funnel.steps %},
                case when {{ step.condition }} then 1 else 0 end as is_step_{{ loop.index }}
            {%- endfor %}
        from {{ activity }}
        where
            {% if funnel.order == 'strict' -%}
                event_name <> 'Page Pinged'
            {%- else -%}
                {{ funnel.steps | map(attribute='condition') | join(' or ') }}
            {%- endif %}
    ),

    following as (
        select
            *
            {%- for step in range(2, steps + 1) %},
                {% if funnel.order == 'strict' -%}
                    case
                        when
                            lead(is_step_{{ step }}) over (
                                partition by unit_id
                                order by place asc
                            ) = 1 then place + 1
                    end as next_{{ step }}
                {%- else -%}
                    min(case when is_step_{{ step }} = 1 then place end) over (
                        partition by unit_id
                        order by place asc
                        rows between 1 following and unbounded following
                    ) as next_{{ step }}
                {%- endif %}
            {%- endfor %}
        from matched
    ),

    ways as (
        select
            step_1.unit_id,
            step_1.place,
            step_1.person_id,
            step_1.event_key as entry_key,
            step_1.event_at as entered_at,
            step_1.event_day
            {%- for step in range(1, steps + 1) %},
                step_{{ step }}.event_key as key_{{ step }},
                step_{{ step }}.event_at as at_{{ step }},
                step_{{ step }}.visitor_id as visitor_{{ step }},
                step_{{ step }}.session_id as session_{{ step }}
            {%- endfor %},
            1 {%- for step in range(2, steps + 1) %}
                + case when step_{{ step }}.event_key is null then 0 else 1 end
            {%- endfor %} as steps_reached
        from following as step_1
        {%- for step in range(2, steps + 1) %}
            left join following as step_{{ step }}
                on
                    step_{{ step - 1 }}.unit_id = step_{{ step }}.unit_id
                    and step_{{ step - 1 }}.next_{{ step }} = step_{{ step }}.place
                    {%- if funnel.seconds %}
                        and step_{{ step }}.event_at <= dateadd(second, {{ funnel.seconds }}, step_1.event_at)
                    {%- endif %}
        {%- endfor %}
        where step_1.is_step_1 = 1
    ),

    ranked as (
        select
            *,
            row_number() over (
                partition by unit_id{{ ', event_day' if funnel.scope == 'person' }}
                order by steps_reached desc, place asc
            ) as way_number
        from ways
    )

    {% for step in range(1, steps + 1) %}
        select
            {{ quoted(funnel.name) }}::varchar(128) as funnel,
            md5({{ quoted(funnel.name) }} || '|' || entry_key) as entry_id,
            {{ step }} as step_number,
            {{ quoted(funnel.steps[step - 1].name) }}::varchar(255) as step_name,
            '{{ funnel.scope }}'::varchar(16) as scope,
            person_id,
            visitor_{{ step }} as visitor_id,
            session_{{ step }} as session_id,
            event_day,
            key_{{ step }} as event_key,
            entered_at,
            at_{{ step }} as reached_at,
            {{ 'at_' ~ (step - 1) if step > 1 else 'null::timestamp' }} as previous_at,
            steps_reached,
            steps_reached = {{ steps }} as is_converted
        from ranked
        where way_number = 1 and steps_reached >= {{ step }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- The steps that are declared: funnel, step_number, step_name. -#}
{% macro declared_steps() -%}
    {% for funnel in declared_funnels() -%}
        {%- set is_last_funnel = loop.last -%}
        {%- for step in funnel.steps %}
            select
                {{ quoted(funnel.name) }}::varchar(128) as funnel,
                {{ loop.index }} as step_number,
                {{ quoted(step.name) }}::varchar(255) as step_name
            {{ 'union all' if not (loop.last and is_last_funnel) }}
        {%- endfor %}
    {% else %}
        select
            ''::varchar(128) as funnel,
            0 as step_number,
            ''::varchar(255) as step_name
        where false
    {% endfor %}
{%- endmacro %}
