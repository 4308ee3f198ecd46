"""Tests of the product as it runs."""
