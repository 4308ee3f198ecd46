"""Take in a CSV file. Started again after a stop, an import goes on and doubles nothing."""
