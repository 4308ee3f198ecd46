"""`python -m bench.scale`: what each operation costs at a thousand times the customers."""
