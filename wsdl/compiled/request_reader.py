"""Reads the request object of an operation that the contract's schema has judged valid."""

from types import SimpleNamespace
from typing import Any

from lxml import etree
from spyne import ComplexModel

from wsdl.types.searches import Ignored


class RequestReader:
    """Reads one of Spyne's declared request objects, member by member, by the names that Spyne reads too."""

    def __init__(self, model: Any) -> None:
        members = model.get_flat_type_info(model)
        self._defaults = dict.fromkeys(members)
        self._parts = {
            name: None if issubclass(kind, Ignored) else RequestReader(kind)
            for name, kind in members.items()
            if issubclass(kind, ComplexModel)
        }

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
