"""Money of one currency in another, for events and for what advertisements cost alike. Pure."""
