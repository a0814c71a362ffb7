{#-
The connected components of a graph, as a temporary table (identifier, component_id) that lives as long as
the session. For a pre-hook: each statement runs on the connection of its model.

`pairs` is a query of the graph's edges, (identifier, linked_identifier). Large-star and small-star
(Kiveris et al., Connected Components in MapReduce and Beyond, 2014) hang every identifier lower and lower,
until each hangs on the least of its component and nothing hangs on it. A chain of n takes about log2(n)
rounds. The rounds go on until they are done, so no shape of a graph comes out half connected.
-#}
{% macro connect_identifiers(pairs, result) %}
    {%- if execute -%}
        {%- do run_query('drop table if exists ' ~ result) -%}
        {%- do run_query('create temporary table ' ~ result ~ '_0 as ' ~ pairs_downwards(pairs)) -%}
        {%- set rounds = namespace(needed=none) -%}
        {%- for number in range(var('identity_most_rounds') + 1) if rounds.needed is none -%}
            {%- set hanging = result ~ '_' ~ number -%}
            {%- if run_query(count_of_unsettled(hanging)).rows[0][0] == 0 -%}
                {%- set rounds.needed = number -%}
                {%- do run_query('create temporary table ' ~ result ~ ' as ' ~ members(hanging)) -%}
            {%- else -%}
                {%- do run_query(
                    'create temporary table ' ~ result ~ '_' ~ (number + 1) ~ ' as ' ~ pairs_settled_once(hanging)
                ) -%}
            {%- endif -%}
            {%- do run_query('drop table ' ~ hanging) -%}
        {%- endfor -%}
        {%- if rounds.needed is none -%}
            {%- do exceptions.raise_compiler_error(
                'Identities are not connected after ' ~ var('identity_most_rounds')
                ~ ' rounds: raise the variable identity_most_rounds.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro pairs_downwards(pairs) -%}
    select distinct
        greatest(identifier, linked_identifier) as higher,
        least(identifier, linked_identifier) as lower
    from ({{ pairs }}) as pairs
    where identifier <> linked_identifier
{%- endmacro %}

{#- What hangs on two, or on one that hangs itself. -#}
{% macro count_of_unsettled(hanging) -%}
    select count(*)
    from {{ hanging }} as pairs
    left join {{ hanging }} as below on pairs.lower = below.higher
    left join {{ hanging }} as beside on pairs.higher = beside.higher and pairs.lower > beside.lower
    where below.higher is not null or beside.higher is not null
{%- endmacro %}

{% macro pairs_settled_once(hanging) -%}
    with both_ways as (
        select higher as centre, lower as neighbour from {{ hanging }}
        union all
        select lower as centre, higher as neighbour from {{ hanging }}
    ),

    lowest as (
        select centre, least(centre, min(neighbour)) as lower from both_ways group by centre
    ),

    large_stars as (
        select distinct both_ways.neighbour as higher, lowest.lower
        from both_ways
        inner join lowest on both_ways.centre = lowest.centre
        where both_ways.neighbour > both_ways.centre
    ),

    lowest_again as (
        select higher, min(lower) as lower from large_stars group by higher
    )

    select higher, lower from lowest_again
    union distinct
    select large_stars.lower as higher, lowest_again.lower
    from large_stars
    inner join lowest_again on large_stars.higher = lowest_again.higher
    where large_stars.lower <> lowest_again.lower
{%- endmacro %}

{% macro members(hanging) -%}
    select higher as identifier, lower as component_id from {{ hanging }}
    union distinct
    select lower as identifier, lower as component_id from {{ hanging }}
{%- endmacro %}
