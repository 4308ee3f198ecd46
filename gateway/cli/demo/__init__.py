"""Demo data, and tokens to try it with."""
