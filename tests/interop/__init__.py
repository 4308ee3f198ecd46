"""Foreign SOAP clients against the served program: one scenario, each client in its own language, one judge."""
