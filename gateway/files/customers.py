"""Files of customers."""

from collections.abc import Collection, Mapping, Sequence

from domain.customers.add_customers import AddCustomers
from domain.customers.clean_customer import ADDRESS_FIELDS, PERSON_FIELDS, clean_customer
from domain.customers.customer import Address, Customer
from domain.programmes.programme import Programme
from domain.recorded import RowResult
from gateway.files.columns import Column
from gateway.files.importing import ImportKind

CUSTOMER_COLUMNS = (
    Column("number", "The customer's number, unique in the programme.", "100", is_needed=True),
    Column("title", "Such as Miss or Dr.", "Miss"),
    Column("forename", "First names.", "Amelia"),
    Column("surname", "Family name; the name of a company.", "Baldwin"),
    Column("email", "E-mail address.", "amelia@example.org"),
    Column("phone", "Telephone number.", "+44 161 496 0000"),
    Column("street1", "First line of the address.", "12 Deansgate"),
    Column("street2", "Second line.", ""),
    Column("street3", "Third line.", ""),
    Column("town", "Town.", "Manchester"),
    Column("county", "County or region.", "Greater Manchester"),
    Column("postcode", "Postcode in any spacing; one that no rule knows is kept, and not found by.", "M1 1AA"),
    Column("country", "Two letters such as GB.", "GB"),
    Column("groups", "Codes of the customer's groups, with a space between them.", "STAFF VIP"),
    Column("status", "ACTIVE, BLOCKED or CLOSED, for new customers; ACTIVE where it is empty.", "ACTIVE"),
)


def customer_import(add: AddCustomers, programme: Programme, *, change_known: bool) -> ImportKind[Customer]:
    """How files of customers are taken into this programme."""

    def record(customers: Sequence[Customer], given: Collection[str]) -> Sequence[RowResult]:
        return add(programme, customers, given=given, change_known=change_known)

    return ImportKind(CUSTOMER_COLUMNS, customer_in, record)


def customer_in(cells: Mapping[str, str]) -> Customer:
    """The customer in a row; raises `InvalidInput`."""
    return clean_customer(
        Customer(
            number=cells["number"],
            **{"surname": "", **{name: cells[name] for name in PERSON_FIELDS if name in cells}},
            address=Address(**{name: cells[name] for name in ADDRESS_FIELDS if name in cells}),
            status=cells.get("status", ""),
            groups=tuple(cells.get("groups", "").split()),
        )
    )


def customer_row(customer: Customer) -> list[str]:
    """The customer as a row of these columns."""
    person = [getattr(customer, name) for name in PERSON_FIELDS]
    address = [getattr(customer.address, name) for name in ADDRESS_FIELDS]
    return [customer.number, *person, *address, " ".join(customer.groups), customer.status]
