"""Tickets that earned too fast: list them, and let each have its points or not."""
