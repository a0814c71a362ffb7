"""What runs in Lambda, or sends to it."""
