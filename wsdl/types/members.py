"""The types of members, under the names that they have in the contract."""

from typing import Any

from spyne import ComplexModel, Unicode

from wsdl.names import CORE, RETAIL, TICKET


def member(type_name: str, *, required: bool = False) -> Any:
    """A member of a simple type of the contract, for example "Amount" or "Moment"."""
    text = Unicode.customize(min_occurs=int(required), max_occurs=1, nillable=False)
    text.__type_name__ = type_name
    return text


def part(model: Any, *, required: bool = False) -> Any:
    """A member that is an object itself."""
    return model.customize(min_occurs=int(required), max_occurs=1, nillable=False)


def many(model: Any) -> Any:
    """A member that is an object itself and may come any number of times."""
    return model.customize(min_occurs=0, max_occurs="unbounded", nillable=False)


class CoreObject(ComplexModel):
    """Base of the objects in the core namespace."""

    __namespace__ = CORE
    __abstract__ = True


class RetailObject(ComplexModel):
    """Base of the objects in the retail namespace."""

    __namespace__ = RETAIL
    __abstract__ = True


class TicketObject(ComplexModel):
    """Base of the objects in the namespace of purchases."""

    __namespace__ = TICKET
    __abstract__ = True
