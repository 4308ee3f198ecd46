"""Writes replies in the documented shape, from what the domain answered, as lxml trees that Spyne carries."""
