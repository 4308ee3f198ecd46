"""The guard, concern by concern, through the whole SOAP application."""
