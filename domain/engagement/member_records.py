"""Port: where customers are kept together with their places in the programme."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind
from domain.programmes.programme import Programme
from domain.refusals import IdentifierTaken

_CALLED = {
    IdentifierKind.NUMBER: "customer number",
    IdentifierKind.EMAIL: "e-mail address",
    IdentifierKind.PHONE: "telephone number",
}


def taken(kind: IdentifierKind) -> IdentifierTaken:
    """The refusal of an identifier that another customer has."""
    return IdentifierTaken(f"A customer with this {_CALLED[kind]} is there already; find that one by it.")


class MemberRecords(Protocol):
    """Keeps members. What a method changed is durable when it returns, all of it or nothing; all raise `StoreUnavailable`.

    No two customers that are not closed get one number, e-mail address or telephone number here: raises `IdentifierTaken`.
    To enrol opens the loyalty account with its sub-balances and lets the programme's lowest tiers be reached; once.
    """

    def add(self, programme: Programme, customer: Customer, now: datetime, *, enrols: bool) -> None:
        """Add a customer whose number is new, and enrol them where `enrols` says so."""

    def change(
        self,
        programme: Programme,
        member_id: str,
        change: Callable[[Customer], Customer],
        now: datetime,
        *,
        enrols: bool,
    ) -> bool:
        """Change the customer of this id (`identifier_keys.customer_uuid`) and enrol them where `enrols` says so.

        False where there is none, or a closed one. Where `change` raises, nothing is changed. What the customer has
        already is not asked for again.
        """
