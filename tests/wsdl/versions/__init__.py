"""Versions of the contract: frozen ones stay as they are, and a newer one takes nothing away from an older client.

`breaking_changes` says what breaks a client of the older one. The measure is what strict clients do: they send what the
older schema allows, and they refuse a reply that it does not allow.
"""
