"""Tests of the compiled road: it answers as the declared one does."""
