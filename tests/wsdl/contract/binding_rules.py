"""WS-I Basic Profile 1.1, sections 4.4 to 4.7: messages, port types and bindings. A rule yields what is wrong."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.wsdl.contract.description import NAMES, Description, expanded

_SOAP_PARTS = "//s:body | //s:header | //s:headerfault | //s:fault"


def _body_parts(description: Description) -> Iterator[tuple[Any, Any]]:
    """Each soap:body with the parts that it binds."""
    for body in description.find("w:binding/w:operation/*/s:body"):
        side, operation = body.getparent(), body.getparent().getparent()
        name = side.tag.rpartition("}")[2]
        path = f"w:portType/w:operation[@name='{operation.get('name')}']/w:{name}"
        for _, message in description.messages(path):
            wanted = body.get("parts")
            yield body, [part for part in message if wanted is None or part.get("name") in wanted.split()]


def r2201(description: Description) -> Iterator[str]:
    """A body lists one part at most."""
    yield from (
        node.get("parts") for node in description.find("//s:body[@parts]") if len(node.get("parts").split()) > 1
    )


def r2204(description: Description) -> Iterator[str]:
    """A body's parts are elements."""
    yield from (part.get("name") for _, parts in _body_parts(description) for part in parts if not part.get("element"))


def r2205(description: Description) -> Iterator[str]:
    """The parts of headers and faults are elements."""
    for header, message in description.messages("//s:header"):
        yield from (p.get("name") for p in message if p.get("name") == header.get("part") and not p.get("element"))
    for _, message in description.messages("w:portType/w:operation/w:fault"):
        yield from (part.get("name") for part in message if not part.get("element"))


def r2206(description: Description) -> Iterator[str]:
    """An element that a part refers to is declared at the top of its schema."""
    for node in description.find("w:message/w:part[@element]"):
        namespace, local = expanded(node, node.get("element"))
        schema = description.schemas.get(namespace)
        if schema is None or not schema.xpath(f"*[local-name()='element' and @name='{local}']"):
            yield local


def r2209(description: Description) -> Iterator[str]:
    """Every part of a message is bound somewhere."""
    bound = [part for _, parts in _body_parts(description) for part in parts]
    for operation in description.find("w:portType/w:operation/*[self::w:input or self::w:output]"):
        message = description.named("message", operation.get("message"))
        # Without a list of parts, a body of a message with several binds none of them for sure.
        yield from (part.get("name") for part in message if part not in bound or len(message) > 1)


def r2210(description: Description) -> Iterator[str]:
    """The message of a body that lists no parts has one at most."""
    for body, parts in _body_parts(description):
        if body.get("parts") is None and len(parts) > 1:
            yield str([part.get("name") for part in parts])


def r2303(description: Description) -> Iterator[str]:
    """Every operation asks and is answered, in this order, or is only asked."""
    for operation in description.find("w:portType/w:operation"):
        sides = [child.tag.rpartition("}")[2] for child in operation]
        if next((side for side in sides if side in {"input", "output"}), "") != "input":
            yield operation.get("name")


def r2304(description: Description) -> Iterator[str]:
    """Operations of a port type have names of their own."""
    names = Counter(node.get("name") for node in description.find("w:portType/w:operation"))
    yield from (name for name, count in names.items() if count > 1)


def r2306(description: Description) -> Iterator[str]:
    """A part has a type or an element, not both."""
    yield from (node.get("name") for node in description.find("w:message/w:part[@type and @element]"))


def r2401(description: Description) -> Iterator[str]:
    """Every binding is a SOAP binding of WSDL 1.1, section 3: SOAP 1.1."""
    yield from (node.get("name") for node in description.find("w:binding[not(s:binding)]"))


def r2701(description: Description) -> Iterator[str]:
    """The binding says its transport."""
    yield from (node.tag for node in description.find("w:binding/s:binding[not(@transport)]"))


def r2702(description: Description) -> Iterator[str]:
    """The transport is HTTP."""
    path = "w:binding/s:binding[@transport!='http://schemas.xmlsoap.org/soap/http']"
    yield from (node.get("transport") for node in description.find(path))


def r2705(description: Description) -> Iterator[str]:
    """A binding is all document or all rpc."""
    for binding in description.find("w:binding"):
        styles = set(binding.xpath("s:binding/@style | w:operation/s:operation/@style", namespaces=NAMES))
        if len(styles) > 1:
            yield str(sorted(styles))


def r2706(description: Description) -> Iterator[str]:
    """Everything is used literally."""
    yield from (node.tag for node in description.find(_SOAP_PARTS) if node.get("use") != "literal")


def r2710(description: Description) -> Iterator[str]:
    """What stands in the body tells the operation."""
    elements: list[str] = []
    for _, message in description.messages("w:portType/w:operation/w:input"):
        elements += [part.get("element") for part in message]
    yield from (element for element, count in Counter(elements).items() if count > 1)


def r2711(description: Description) -> Iterator[str]:
    """No two ports have the same address."""
    locations = Counter(node.get("location") for node in description.find("//s:address"))
    yield from (location for location, count in locations.items() if count > 1)


def r2716(description: Description) -> Iterator[str]:
    """Nothing in a document-literal binding has a namespace attribute."""
    yield from (node.get("namespace") for node in description.find(_SOAP_PARTS) if node.get("namespace"))


def r2718(description: Description) -> Iterator[str]:
    """A binding has the operations of its port type."""
    for binding in description.find("w:binding"):
        bound = binding.xpath("w:operation/@name", namespaces=NAMES)
        offered = description.named("portType", binding.get("type")).xpath("w:operation/@name", namespaces=NAMES)
        yield from set(bound) ^ set(offered)


def r2720(description: Description) -> Iterator[str]:
    """A header names its part."""
    for node in description.find("//s:header | //s:headerfault"):
        if not re.fullmatch(r"[\w.:-]+", node.get("part") or ""):
            yield node.tag


def r2749(description: Description) -> Iterator[str]:
    """A header has no list of parts."""
    yield from (node.get("parts") for node in description.find("(//s:header | //s:headerfault)[@parts]"))


def r2721(description: Description) -> Iterator[str]:
    """A soap:fault has a name."""
    yield from (node.tag for node in description.find("//s:fault[not(@name)]"))


def r2754(description: Description) -> Iterator[str]:
    """A soap:fault has the name of the wsdl:fault around it."""
    yield from (node.get("name") for node in description.find("//s:fault[@name != ../@name]"))


def r2723(description: Description) -> Iterator[str]:
    """A soap:fault is literal."""
    yield from (node.get("use") for node in description.find("//s:fault[@use != 'literal']"))


def r2740(description: Description) -> Iterator[str]:
    """A binding has a soap:fault for each fault that is known."""
    for fault in description.find("w:portType/w:operation/w:fault"):
        operation = fault.getparent().get("name")
        path = f"w:binding/w:operation[@name='{operation}']/w:fault[@name='{fault.get('name')}']/s:fault"
        if not description.find(path):
            yield operation
