"""Programmes and their rules, and the sites that serve them."""
