"""The stack on this machine: its processes, their lives and what is provisioned in them."""
