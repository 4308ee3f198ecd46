"""`python -m bench.crash`: crashes, staged one after the other, and what the books must hold after each."""
