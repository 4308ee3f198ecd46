"""What the Makefile runs before the environment exists: standard library only, Python 3.11 to 3.13."""
