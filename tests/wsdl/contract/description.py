"""A service's description as the rules look at it: its WSDL and the schemas beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from wsdl.contract_versions import FILES, V1, part_of

WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
XS = "http://www.w3.org/2001/XMLSchema"
NAMES = {"w": WSDL, "s": SOAP, "x": XS}


def contract_texts() -> dict[str, str]:
    """The files of the contract by name."""
    return {name: (V1.folder / name).read_text(encoding="utf-8") for name in FILES}


@dataclass(frozen=True)
class Description:
    """One WSDL among the texts of a contract's files."""

    texts: dict[str, str]
    name: str

    @property
    def text(self) -> str:
        """The WSDL as text."""
        return self.texts[self.name]

    @cached_property
    def root(self) -> Any:
        """The WSDL."""
        return etree.fromstring(self.text.encode())

    @property
    def schema_files(self) -> list[str]:
        """The names of the schema files that the service is made of."""
        return [f"{schema}.xsd" for schema in part_of(self.name.partition(".")[0]).schemas]

    @cached_property
    def own_schema(self) -> Any:
        """The schema of the WSDL's own namespace, where its operations stand."""
        return self.schemas[self.root.get("targetNamespace")]

    @cached_property
    def schemas(self) -> dict[str, Any]:
        """The root of each schema file, by its target namespace."""
        roots = [etree.fromstring(self.texts[file].encode()) for file in self.schema_files]
        return {root.get("targetNamespace", ""): root for root in roots}

    def broken(self, file: str, text: str, planted: str) -> "Description":
        """This one with `planted` in the place of a text that the file must hold."""
        assert text in self.texts[file]
        return Description(self.texts | {file: self.texts[file].replace(text, planted, 1)}, self.name)

    def find(self, path: str) -> list[Any]:
        """The nodes of the WSDL at an XPath with the prefixes w (WSDL), s (its SOAP binding) and x (XML Schema)."""
        found: list[Any] = self.root.xpath(path, namespaces=NAMES)
        return found

    def file(self, location: str) -> Any:
        """The root of the file at a location, or None where there is none."""
        return etree.fromstring(self.texts[location].encode()) if location in self.texts else None

    def messages(self, path: str) -> Iterator[tuple[Any, Any]]:
        """The nodes at a path that name a message, each with that message."""
        for node in self.find(path):
            yield node, self.named("message", node.get("message"))

    def named(self, kind: str, name: str) -> Any:
        """The message, portType or binding of a qualified name; raises ValueError where there is none."""
        (found,) = self.find(f"w:{kind}[@name='{name.partition(':')[2]}']")
        return found


def expanded(node: Any, name: str) -> tuple[str, str]:
    """Namespace and local part of a qualified name that stands on a node."""
    prefix, _, local = name.rpartition(":")
    return node.nsmap.get(prefix or None, ""), local
