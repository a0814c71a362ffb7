"""One module for each enrichment, all pure: what can be read out of a call, nothing invented.

settings.py and declarations.py read their file, pipeline.py runs them; docs/enrichments.md.
"""
