{#-
A row's part of an amount that is spread over rows by their weights, to the cent. Each part is the
difference of two rounded running totals, so the parts are never negative, differ by at most a cent
from their share, and add up to the amount exactly. `upto` is the weights' running total with this row.
-#}
{% macro spread(amount, upto, weight, whole) -%}
    coalesce(
        round({{ amount }} * {{ upto }} / nullif({{ whole }}, 0), 2)
        - round({{ amount }} * ({{ upto }} - {{ weight }}) / nullif({{ whole }}, 0), 2),
        0
    )
{%- endmacro %}
