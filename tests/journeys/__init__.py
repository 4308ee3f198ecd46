"""The whole program, as its users meet it: over real HTTP, on real databases."""
