"""What the handlers share to run: settings, clients, writers that retry the failed part."""
