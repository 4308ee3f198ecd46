"""Throw-away services for the tests: each is started on first use, lives in a temporary directory, and leaves nothing."""
