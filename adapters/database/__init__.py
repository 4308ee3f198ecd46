"""The relational store: tables, readers, writers and the one unit of work that commits.

PostgreSQL and SQLite run the same code. Where a row is written: `unit_of_work.py` commits, `books_writer.py` writes
the ledger, one writer each for customers, accounts, programmes and credentials writes theirs.
"""
