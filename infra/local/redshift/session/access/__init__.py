"""Who may do what: users and their passwords, groups, roles, privileges and their checks."""
