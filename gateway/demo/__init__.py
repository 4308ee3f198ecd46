"""The demo: a programme with shops, customers, cards, accounts and credentials, in which the documents' examples work.

The data are the CSV files beside this module, taken in like any other file.
"""

from gateway.demo.prepare import prepare

__all__ = ["prepare"]
