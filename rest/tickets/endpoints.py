"""Where the endpoints of this dialect are."""

from rest.enactor.endpoints import Endpoints

TICKETS_PATH = "/tickets"


def ticket_endpoints() -> Endpoints:
    """The endpoints of purchases, to be declared."""
    return Endpoints("Tickets", TICKETS_PATH, "Purchases: what they earn, and what returns take back.")
