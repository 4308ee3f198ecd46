"""CSV files that are taken in and given out: one module per kind of row, and the reading and writing they share."""
