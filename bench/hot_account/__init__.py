"""Measures updates of one account that many tills move at once, through HTTP, with syncs as they are and made honest."""
