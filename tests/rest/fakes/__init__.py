"""A core in memory: the real use cases where the domain has them, over stores that are Python dictionaries."""
