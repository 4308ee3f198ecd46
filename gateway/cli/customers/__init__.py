"""Customers: who they are, and whether they may go on."""
