"""The relational store on both engines."""
