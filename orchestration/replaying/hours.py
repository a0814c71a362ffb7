"""Load hours as an operator names them."""

from ingest_lambdas.contract.lake_layout import start_of


def hours_between(text: str) -> tuple[str, str]:
    """First and last hour of FROM..TO, or of one hour alone. Raises ValueError."""
    first, dots, last = text.partition("..")
    hours = (first, last if dots else first)
    try:
        starts = [start_of(hour) for hour in hours]
    except ValueError:
        raise ValueError(f"hours are FROM..TO, each YYYY-MM-DD-HH, not {text!r}") from None
    if starts[0] > starts[1]:
        raise ValueError(f"{hours[0]} is after {hours[1]}")
    return hours
