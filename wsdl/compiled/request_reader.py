"""Reads the request object of an operation that the contract's schema has judged valid."""

from types import SimpleNamespace
from typing import Any

from lxml import etree
from spyne import ComplexModel

from wsdl.types.searches import Ignored


class RequestReader:
    """Reads one of Spyne's declared request objects, member by member, by the names that Spyne reads too.

    `types` are the names of its members' types in the contract, of those that are no objects.
    """

    def __init__(self, model: Any) -> None:
        members = model.get_flat_type_info(model)
        self._defaults = dict.fromkeys(members)
        self._parts: dict[str, RequestReader | None] = {
            name: None if issubclass(kind, Ignored) else RequestReader(kind)
            for name, kind in members.items()
            if issubclass(kind, ComplexModel)
        }
        self.types = {name: kind.__type_name__ for name, kind in members.items() if name not in self._parts}

    def read(self, element: etree._Element) -> Any:
        """The object, None for each member that was not sent.

        None itself where a member has an attribute (xsi:type, xsi:nil, an id): such a message goes the reference road.
        """
        values: dict[str, Any] = dict(self._defaults)
        for child in element.iterchildren("*"):
            if child.keys():
                return None
            name = child.tag.rpartition("}")[2]
            if name not in self._parts:
                values[name] = child.text or ""
            elif reader := self._parts[name]:
                values[name] = reader.read(child)
                if values[name] is None:
                    return None
        return SimpleNamespace(**values)

    def part(self, name: str) -> "RequestReader":
        """The reader of a member that is an object and is read; raises `KeyError` for any other."""
        reader = self._parts[name]
        if reader is None:
            raise KeyError(name)
        return reader


def read_request(operation: etree._Element, reader: RequestReader) -> Any:
    """The request object in an operation's element; None where it is for the reference road."""
    if operation.keys():
        return None
    for child in operation.iterchildren("*"):
        return None if child.keys() else reader.read(child)
    return None
