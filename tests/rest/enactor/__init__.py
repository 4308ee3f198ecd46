"""Tests of the Enactor dialect."""
