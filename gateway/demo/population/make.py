"""Making one part of a population: customers, cards, accounts and a year of movements."""

from itertools import count
from random import Random

from adapters.database.bulk_copy import TableRows
from adapters.database.household_rows import household_rows
from domain.accounts.books import Books
from domain.accounts.population import Household, OwnedAccount, OwnedCard, Person
from gateway.demo.population.history import accounts
from gateway.demo.population.people import cards, person
from gateway.demo.population.plan import Plan


def make_rows(plan: Plan, part: int) -> list[TableRows]:
    """The rows of this part, by table; the same for the same plan, in whatever process and order parts are made."""
    return household_rows(plan.programme, make_household(plan, part))


def make_household(plan: Plan, part: int) -> Household:
    """The customers of this part and all that is theirs."""
    random = Random(f"{plan.seed} {part}")  # noqa: S311 - makes data up, guards nothing
    books = Books(count(plan.first_ids.movement + part * plan.movement_ids).__next__)
    people: list[Person] = []
    owned_cards: list[OwnedCard] = []
    owned_accounts: list[OwnedAccount] = []
    for place_number in plan.places(part):
        owner = person(plan, place_number, random)
        people.append(owner)
        owned_cards += cards(plan, place_number, owner, random)
        owned_accounts += accounts(plan, place_number, owner, random, books)
    if len(books.changes.movements) > plan.movement_ids:
        raise RuntimeError("a part of the population has more movements than ids were set aside for it")
    return Household(people, owned_cards, owned_accounts, books.changes)
