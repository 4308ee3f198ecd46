"""What the business says: accounts, movements, customers, programmes. No framework and no I/O."""
