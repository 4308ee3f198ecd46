"""Purchases: tickets, and what they earn."""
