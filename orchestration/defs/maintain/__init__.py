"""What keeps the lake as it should be."""
