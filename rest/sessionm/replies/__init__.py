"""The objects of its replies."""
