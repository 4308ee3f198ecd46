"""Sites: the shops that serve a programme."""
