"""Accounts: opened, shown, adjusted, blocked and closed."""
