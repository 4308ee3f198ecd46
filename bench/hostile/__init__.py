"""Attacks the running program: hostile documents and slow senders, and says whether each promise was kept."""
