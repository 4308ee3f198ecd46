"""Accounts and their ledger: what a balance is, how it is asked for and how it moves."""
