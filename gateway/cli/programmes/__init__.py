"""Programmes: each with its rules, customers and books."""
