{#-
Which session is a visitor's first hangs on sessions of any day: an earlier one that comes in late makes
another the second. After an incremental build this turns those that it knew otherwise.
-#}
{% macro mark_first_visits() -%}
    {%- if is_incremental() or not execute -%}
        update {{ this }}
        set is_first_visit = not {{ this }}.is_first_visit
        from (
            select session_id
            from (
                select
                    session_id,
                    is_first_visit,
                    row_number() over (
                        partition by visitor_id
                        order by started_at asc, session_id asc
                    ) = 1 as is_first
                from {{ this }}
                where visitor_id in (select in_scope.visitor_id from {{ ref('int_rebuild_scope') }} as in_scope)
            ) as ranked
            where is_first <> is_first_visit
        ) as turned
        where {{ this }}.session_id = turned.session_id
    {%- endif -%}
{%- endmacro %}
