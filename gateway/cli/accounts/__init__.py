"""Accounts: opened, shown, adjusted, listed by what expires, given expired points back, blocked and closed."""
