"""Tests of what every call meets before and after its face."""
