"""People who sign in: their account, their roles, the offices they work for."""
