"""How the system is deployed: to AWS, and whole on one machine."""
