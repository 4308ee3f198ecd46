"""The error that stops a measurement."""


class Wrong(Exception):
    """An answer or a ledger was not as it must be; a figure about it would be worth nothing, so none is printed."""
