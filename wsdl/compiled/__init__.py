"""The fast road: what Spyne declares, answered without it. Its replies are the same, byte for byte."""
