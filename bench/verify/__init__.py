"""`python -m bench.verify`: how long proving the books takes."""
