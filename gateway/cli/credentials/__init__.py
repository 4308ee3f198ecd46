"""Credentials: what tills sign in with."""
