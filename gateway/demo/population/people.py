"""Customers and their cards."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from anyascii import anyascii

from domain.accounts.population import OwnedCard, Person
from domain.cards.card_records import Card
from domain.customers.customer import Address, Customer
from domain.status import Status
from gateway.demo.population.names import forename, surname
from gateway.demo.population.places import place
from gateway.demo.population.plan import FIRST_NUMBER, MOST_CARDS, Plan

_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "")
_TITLE_WEIGHTS = (40, 65, 78, 88, 90, 93, 100)
_CARD_PREFIX = 633_174
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def person(plan: Plan, place_number: int, random: Random) -> Person:
    """The customer at this place of the population, who joined in one of the ten years before."""
    first, last, home = forename(random), surname(random), place(random)
    number = str(FIRST_NUMBER + 1 + place_number)
    mail = anyascii(f"{first}.{last}").lower().replace("'", "")
    customer = Customer(
        number=number,
        surname=last,
        forename=first,
        title=random.choices(_TITLES, cum_weights=_TITLE_WEIGHTS)[0],
        address=Address(home.street, town=home.town, postcode=home.postcode, country="GB"),
        email=f"{mail}.{number}@example.org" if random.random() < 0.8 else "",
        # Of the numbers that are set aside for stories.
        phone=f"07700 900{int(random.random() * 1000):03}" if random.random() < 0.7 else "",
        groups=random.choices(((), ("VIP",), ("CLUB", "VIP")), cum_weights=(90, 98, 100))[0],
    )
    joined_at = plan.until - timedelta(days=366 + int(random.random() * 3650))
    return Person(plan.first_ids.customer + place_number, customer, joined_at)


def cards(plan: Plan, place_number: int, owner: Person, random: Random) -> Iterator[OwnedCard]:
    """One to three cards; an older one is often blocked."""
    count = random.choices((1, 2, 3), cum_weights=(50, 90, 100))[0]
    for each in range(count):
        digits = f"{_CARD_PREFIX}{place_number:010}{each}"
        status = Status.BLOCKED if each < count - 1 and random.random() < 0.3 else Status.ACTIVE
        card = Card(f"{digits}{check_digit(digits)}", owner.customer.number, status)
        yield OwnedCard(plan.first_ids.card + place_number * MOST_CARDS + each, card, owner)


def check_digit(digits: str) -> int:
    """The digit that makes the number whole by the rule of Luhn (ISO/IEC 7812-1)."""
    numbers = [int(digit) for digit in digits]
    return -(sum(_DOUBLED[number] for number in numbers[-1::-2]) + sum(numbers[-2::-2])) % 10
