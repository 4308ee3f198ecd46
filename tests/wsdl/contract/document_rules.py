"""WS-I Basic Profile 1.1, sections 4.2 and 4.3: the document and its types. A rule yields what is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xmlschema
from lxml import etree

from tests.wsdl.contract.description import WSDL, XS, Description, expanded

OWN_SCHEMAS = Path(str(xmlschema.__file__)).parent / "schemas" / "WSDL"
SOAPENC = "http://schemas.xmlsoap.org/soap/encoding/"


def r2001(description: Description) -> Iterator[str]:
    """Only WSDL descriptions are imported with wsdl:import."""
    for node in description.find("w:import"):
        target = description.file(node.get("location"))
        if target is not None and target.tag != f"{{{WSDL}}}definitions":
            yield node.get("location")


def r2002(description: Description) -> Iterator[str]:
    """Schemas are imported with xsd:import."""
    for node in description.find("w:import"):
        target = description.file(node.get("location"))
        if target is not None and target.tag == f"{{{XS}}}schema":
            yield node.get("location")


def r2003(description: Description) -> Iterator[str]:
    """xsd:import stands within an xsd:schema of the types only."""
    for node in description.find("//x:import[not(parent::x:schema/parent::w:types)]"):
        yield node.getparent().tag


def r2004(description: Description) -> Iterator[str]:
    """What xsd:import imports is a schema, and is there."""
    roots = [description.root, *description.schemas.values()]
    for node in (node for root in roots for node in root.iter(f"{{{XS}}}import")):
        target = description.file(node.get("schemaLocation"))
        if target is None or target.tag != f"{{{XS}}}schema" or target.get("targetNamespace") != node.get("namespace"):
            yield node.get("schemaLocation")


def r2005(description: Description) -> Iterator[str]:
    """An imported description has the namespace that wsdl:import says."""
    for node in description.find("w:import"):
        target = description.file(node.get("location"))
        if target is not None and target.get("targetNamespace") != node.get("namespace"):
            yield node.get("namespace")


def r2007(description: Description) -> Iterator[str]:
    """wsdl:import has a location."""
    for node in description.find("w:import[not(@location) or @location='']"):
        yield node.get("namespace")


def r2803(description: Description) -> Iterator[str]:
    """The namespace of a wsdl:import is no relative address."""
    for node in description.find("w:import"):
        if not re.match(r"[a-z][a-z0-9+.-]*:", node.get("namespace")):
            yield node.get("namespace")


def r2022(description: Description) -> Iterator[str]:
    """wsdl:import comes before all others of the WSDL namespace but wsdl:documentation."""
    for node in description.find("w:import[preceding-sibling::w:*[not(self::w:import or self::w:documentation)]]"):
        yield node.get("location")


def r2023(description: Description) -> Iterator[str]:
    """wsdl:types comes before all others but wsdl:documentation and wsdl:import."""
    path = "w:types/preceding-sibling::w:*[not(self::w:import or self::w:documentation)]"
    yield from (node.tag for node in description.find(path))


def r2026(description: Description) -> Iterator[str]:
    """No extension is said to be required."""
    yield from (node.tag for node in description.find("//*[@w:required='true']"))


def r2028(description: Description) -> Iterator[str]:
    """The document is valid by the schema of WSDL."""
    schema = xmlschema.XMLSchema(str(OWN_SCHEMAS / "wsdl.xsd"), allow="local")
    yield from (str(error.reason) for error in schema.iter_errors(description.text))


def r2029(description: Description) -> Iterator[str]:
    """What it has of the SOAP binding's namespace is valid by the schema of that."""
    schema = xmlschema.XMLSchema(
        str(OWN_SCHEMAS / "wsdl-soap.xsd"), allow="local", locations={WSDL: str(OWN_SCHEMAS / "wsdl.xsd")}
    )
    for node in description.find("//s:*"):
        yield from (str(error.reason) for error in schema.iter_errors(etree.tostring(node, with_tail=False).decode()))


def r4003(description: Description) -> Iterator[str]:
    """The encoding is UTF-8 or UTF-16 (R2010 says so for schemas)."""
    for name, text in description.texts.items():
        if not re.match(r'<\?xml version="[0-9.]+" encoding="UTF-(8|16)"\?>', text):
            yield name


def r4004(description: Description) -> Iterator[str]:
    """The version of XML is 1.0 (R2011 says so for schemas)."""
    yield from (name for name, text in description.texts.items() if not text.startswith('<?xml version="1.0"'))


def r4005(description: Description) -> Iterator[str]:
    """The prefix xml is not declared."""
    yield from (name for name, text in description.texts.items() if "xmlns:xml=" in text)


def r2101(description: Description) -> Iterator[str]:
    """What parts refer to is in a namespace that the types define or import."""
    imported = {node.get("namespace") for node in description.find("w:types/x:schema/x:import")}
    for node in description.find("w:message/w:part"):
        namespace, local = expanded(node, node.get("element") or node.get("type"))
        if namespace not in imported | {XS}:
            yield local


def r2102(description: Description) -> Iterator[str]:
    """What a schema refers to is its own, or of a namespace that it imports itself."""
    for namespace, root in description.schemas.items():
        known = {namespace, XS, *(node.get("namespace") for node in root.iter(f"{{{XS}}}import"))}
        for node in root.iter(etree.Element):
            for attribute in ("ref", "type", "base"):
                if node.get(attribute) and expanded(node, node.get(attribute))[0] not in known:
                    yield node.get(attribute)


def r2105(description: Description) -> Iterator[str]:
    """A schema among the types has a target namespace, unless it only imports."""
    path = "w:types/x:schema[not(@targetNamespace)]/x:*[not(self::x:import or self::x:annotation)]"
    yield from (node.tag for node in description.find(path))


def _schema_nodes(description: Description) -> Iterator[Any]:
    for root in description.schemas.values():
        yield from root.iter(etree.Element)


def r2110(description: Description) -> Iterator[str]:
    """No type is made of soapenc:Array."""
    for node in _schema_nodes(description):
        if node.get("base") and expanded(node, node.get("base")) == (SOAPENC, "Array"):
            yield node.get("base")


def r2111(description: Description) -> Iterator[str]:
    """No attribute says wsdl:arrayType."""
    yield from (node.tag for node in _schema_nodes(description) if node.get(f"{{{WSDL}}}arrayType"))


def r2112(description: Description) -> Iterator[str]:
    """No element is named ArrayOf anything."""
    yield from (node.get("name") for node in _schema_nodes(description) if node.get("name", "").startswith("ArrayOf"))


def r2801(description: Description) -> Iterator[str]:
    """The types are XML Schema 1.0 that compiles."""
    # Read as they stand side by side, without the files: each import finds the other by its namespace.
    sources: list[Any] = [
        re.sub(r' schemaLocation="[^"]*"', "", description.texts[name]) for name in description.schema_files
    ]
    try:
        xmlschema.XMLSchema10(sources)
    except xmlschema.XMLSchemaException as error:
        yield str(error)
