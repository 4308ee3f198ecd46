"""Clients that are generated and compiled: a suite for `make interop`, too slow to be a part of every run.

The modules are not named test_*, so only who names them runs them.
"""
