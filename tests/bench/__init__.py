"""The measurements, held to their answers."""
