"""One module for each enrichment, all pure: what can be read out of a call, nothing invented."""
