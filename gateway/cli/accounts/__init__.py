"""Accounts: opened, shown, adjusted, given expired points back, blocked and closed."""
