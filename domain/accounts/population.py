"""Many customers with all that is theirs, to be put into a database at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.accounts.account import Account
from domain.accounts.account_sheet import AccountOpening
from domain.accounts.books import Changes
from domain.cards.card_records import Card
from domain.customers.customer import Customer


class FirstIds(NamedTuple):
    """The first ids that nothing in the database has yet."""

    customer: int
    card: int
    account: int
    movement: int


class Person(NamedTuple):
    """A customer with the id, and when the person joined."""

    id: int
    customer: Customer
    joined_at: datetime


class OwnedCard(NamedTuple):
    """A card with its id and its owner."""

    id: int
    card: Card
    owner: Person


class OwnedAccount(NamedTuple):
    """An account as it was opened and as it stands after all its movements, with its owner."""

    opening: AccountOpening
    account: Account
    owner: Person


@dataclass(frozen=True, slots=True)
class Household:
    """Some customers, their cards and accounts, and `changes`: every movement of those accounts from the first on.

    The ids are the rows' own; nothing in it refers to anything outside but the programme and the credential.
    """

    people: Sequence[Person] = field(default_factory=list)
    cards: Sequence[OwnedCard] = field(default_factory=list)
    accounts: Sequence[OwnedAccount] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
