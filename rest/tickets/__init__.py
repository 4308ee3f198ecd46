"""The REST face of purchases: our own dialect, for tills and for whoever sends tickets on their behalf."""
