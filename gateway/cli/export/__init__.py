"""Give out a CSV file, in the columns that an import takes."""
