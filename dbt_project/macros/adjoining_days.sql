{#-
The visitor days of `seed` and all that sessions over midnight tie to them, over any number of days:
days are tied where the first activity of one is within a session's silence of the last before it.
`spans`: as_of, visitor_id, event_day, first_activity_at, last_activity_at; what was and what is do not mix.
-#}
{% macro adjoining_days(seed, spans) -%}
    select
        visitor_id,
        event_day
    from {{ seed }}
    union
    select
        visitor_id,
        event_day
    from (
        select
            visitor_id,
            event_day,
            max(is_seed) over (partition by as_of, visitor_id, chain) as is_reached
        from (
            select
                as_of,
                visitor_id,
                event_day,
                is_seed,
                sum(is_start) over (
                    partition by as_of, visitor_id
                    order by event_day asc
                    rows unbounded preceding
                ) as chain
            from (
                select
                    spans.as_of,
                    spans.visitor_id,
                    spans.event_day,
                    case when seed.visitor_id is null then 0 else 1 end as is_seed,
                    case
                        when spans.first_activity_at <= dateadd(
                            minute,
                            {{ var('session_timeout_minutes') }},
                            lag(spans.last_activity_at) over (
                                partition by spans.as_of, spans.visitor_id
                                order by spans.event_day asc
                            )
                        ) then 0
                        else 1
                    end as is_start
                from {{ spans }} as spans
                left join {{ seed }} as seed
                    on spans.visitor_id = seed.visitor_id and spans.event_day = seed.event_day
                where spans.visitor_id in (select visitors.visitor_id from {{ seed }} as visitors)
            ) as marked
        ) as chained
    ) as reached
    where is_reached = 1
{%- endmacro %}
