"""The SessionM face: a user with points and tiers."""
