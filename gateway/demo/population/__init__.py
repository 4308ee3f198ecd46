"""A made-up population for the demo: as many customers as one likes, the same ones each time."""
