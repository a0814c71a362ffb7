"""What data must be like, checked with Great Expectations. Plain results; knows no orchestrator."""
