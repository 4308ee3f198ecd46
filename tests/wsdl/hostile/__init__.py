"""Families of documents that no honest till sends, and a few odd ones that an honest one may."""
