"""People who collect and spend: how they are named, found and read."""
