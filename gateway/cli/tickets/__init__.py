"""Tickets: those that wait until somebody has looked."""
