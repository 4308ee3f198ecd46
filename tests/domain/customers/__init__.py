"""Customers: how they are found."""
