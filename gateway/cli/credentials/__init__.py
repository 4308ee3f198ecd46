"""Who may call: make, rotate, revoke and list the credentials of tills and partners."""
