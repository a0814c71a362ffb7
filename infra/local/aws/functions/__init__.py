"""Functions run as Lambda runs them: context, time-out, errors."""
