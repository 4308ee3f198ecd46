"""The vendor's API for points of sale: its own path, its own envelope."""
