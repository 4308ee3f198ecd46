"""The customers that are called for: drawn from the whole population, the same number at every size."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from adapters.database.bulk_rows import put_rows
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_tables import customer_identifier
from adapters.database.engine import Store
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from bench.wrong import Wrong
from domain.customers.identifier_keys import IdentifierKind
from domain.customers.postcodes import postcode_key
from domain.programmes.programme import Programme
from gateway.demo.population.people import check_digit
from gateway.demo.population.plan import FIRST_NUMBER
from gateway.demo_issuer import DEMO_PROGRAMME

DRAWN = 100
"""So few that all they have is in memory after one call each, at any size: what grows then is the work."""

# Of the numbers of a population, a thousand in all, each is many customers'. These are of a range set aside for stories
# too, in another city.
_OWN_PHONE = "4420794{:05}"
_CUSTOMER_ID = "SELECT id FROM customer WHERE programme_id = ? AND number = ?"
_MANY = (
    "SELECT identifier FROM customer_identifier WHERE programme_id = ? AND kind = ? AND identifier >= '447700900000' "
    "AND identifier <= '447700900999' GROUP BY identifier HAVING COUNT(*) > 1 ORDER BY identifier LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A customer, by all that one can be found by."""

    number: str
    account: str
    card: str
    postcode: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Population:
    """A population in a database: how many, and those of them that are called for."""

    store: Store
    programme: Programme
    customers: int
    drawn: Sequence[Drawn]
    shared_phone: str

    def at(self, number: int) -> Drawn:
        """The customer drawn under this number, in turn."""
        return self.drawn[number % len(self.drawn)]


def read_population(store: Store, customers: int) -> Population:
    """The population of this size that `demo --customers` made; raises `Wrong` where it did not.

    The customers drawn have e-mail and postcode, and are given a telephone number of their own if they have none.
    """
    reader = Reader(store)
    programme = DatabaseProgrammes(reader).by_code(DEMO_PROGRAMME)
    many = reader.row(_MANY, (programme.id, IdentifierKind.PHONE.value)) if programme else None
    if programme is None or many is None:
        raise Wrong("There is no population in the database.")
    random = Random(1)  # noqa: S311 - draws customers
    drawn: list[Drawn] = []
    while len(drawn) < min(DRAWN, customers // 4):
        found = _drawn(reader, programme, random.randrange(customers), len(drawn))
        if found is not None:
            drawn.append(found)
    return Population(store, programme, customers, tuple(drawn), many[0])


def give_phones(population: Population) -> None:
    """Let each of those drawn be found by a telephone number of one's own."""
    reader, programme_id = Reader(population.store), population.programme.id
    key = ("programme_id", "kind", "identifier", "customer_id")
    rows = [
        dict(
            zip(
                key,
                (programme_id, IdentifierKind.PHONE.value, each.phone, _id(reader, programme_id, each)),
                strict=True,
            )
        )
        for each in population.drawn
    ]
    with UnitOfWork(population.store).transaction() as connection:
        put_rows(connection, customer_identifier, rows, key=key, change=("customer_id",))


def _id(reader: Reader, programme_id: int, drawn: Drawn) -> int:
    return int(reader.row(_CUSTOMER_ID, (programme_id, drawn.number))[0])


def _drawn(reader: Reader, programme: Programme, place: int, number: int) -> Drawn | None:
    customer = DatabaseCustomerDirectory(reader).read(programme.id, str(FIRST_NUMBER + 1 + place))
    if customer is None:
        raise Wrong(f"Customer {FIRST_NUMBER + 1 + place} is not in the database.")
    postcode = customer.address.postcode
    if not customer.email or not postcode_key(postcode, programme.country):
        return None
    digits = f"633174{place:010}0"
    card, phone = f"{digits}{check_digit(digits)}", _OWN_PHONE.format(60_200 + number)
    return Drawn(customer.number, f"{customer.number}0", card, postcode, customer.email, phone)
