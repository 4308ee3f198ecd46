"""Cards: the numbers that tills scan."""
