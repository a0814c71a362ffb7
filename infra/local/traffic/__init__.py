"""A simulated beauty shop: deterministic visits, sent over HTTP through a public SDK."""
