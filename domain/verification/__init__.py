"""Proving the books: what must be so in a ledger that nobody has tampered with, and how it is found where it is not."""
