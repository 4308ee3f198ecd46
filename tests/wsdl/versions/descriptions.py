"""Whether a WSDL still offers all that an older one offers, by the same names and addresses."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

W = "{http://schemas.xmlsoap.org/wsdl/}"
_GROWING = "operation"


def lost_offers(old: Any, new: Any) -> Iterator[str]:
    """What the older WSDL says of its service and the newer does not, a sentence each. A new operation loses nothing."""
    ours, theirs = dict(_offers(old)), dict(_offers(new))
    for what, said in ours.items():
        if what not in theirs:
            yield f"{what} is gone"
        elif theirs[what] != said:
            yield f"{what} is {theirs[what]}, not {said}"
    for what in theirs.keys() - ours.keys():
        if not any(what.startswith(f"{path}/{_GROWING} ") for path in ours) or _is_of_an_old_operation(what, ours):
            yield f"{what} is new, and not an operation"


def _is_of_an_old_operation(what: str, ours: dict[str, str]) -> bool:
    steps = what.split("/")
    operation = next(number for number, step in enumerate(steps) if step.startswith(_GROWING))
    return "/".join(steps[: operation + 1]) in ours


def _offers(root: Any) -> Iterator[tuple[str, str]]:
    """Each part of a description by a path of names: what it says."""
    yield "definitions", f"{root.get('targetNamespace')} {root.get('name')}"
    for section in ("portType", "binding", "service"):
        for node in root.findall(f"{W}{section}"):
            yield from _part(root, node, "")


def _part(root: Any, node: Any, path: str) -> Iterator[tuple[str, str]]:
    path = f"{path}/{_kind(node)} {node.get('name') or node.get('part') or ''}".rstrip()
    yield path, " ".join(f"{name}={_value(root, node, name)}" for name in sorted(node.attrib) if name != "name")
    for child in node.iterchildren(etree.Element):
        if child.tag != f"{W}documentation":
            yield from _part(root, child, path)


def _kind(node: Any) -> str:
    """What a node is; of an extension also of which version of SOAP."""
    name = etree.QName(node)
    soap = "soap12:" if "soap12" in (name.namespace or "") else "soap:" if "/soap" in (name.namespace or "") else ""
    return f"{soap}{name.localname}"


def _value(root: Any, node: Any, attribute: str) -> str:
    """A value as it counts for callers: a message is its parts, an address its path, a name has its namespace."""
    value = str(node.get(attribute))
    if attribute == "message":
        (message,) = [each for each in root.findall(f"{W}message") if each.get("name") == value.partition(":")[2]]
        parts = [f"{part.get('name')} {_expanded(part, str(part.get('element')))}" for part in message]
        return "(" + ", ".join(parts) + ")"
    if attribute == "location":
        return urlsplit(value).path
    return _expanded(node, value) if attribute in {"type", "binding"} else value


def _expanded(node: Any, name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{node.nsmap.get(prefix)}}}{local}"


def roots(root: Any) -> Iterator[tuple[str, str]]:
    """The root elements of the messages: "request" or "reply", and the element's name."""
    kinds = {"input": "request", "output": "reply", "fault": "reply"}
    for section in ("portType", "binding"):
        for operation in root.iterfind(f"{W}{section}/{W}operation"):
            for side in operation.iterchildren(*(f"{W}{kind}" for kind in kinds)):
                kind = kinds[etree.QName(side).localname]
                for node in (side, *side):
                    if value := node.get("message"):
                        local = value.partition(":")[2]
                        (message,) = [each for each in root.findall(f"{W}message") if each.get("name") == local]
                        yield from ((kind, _expanded(part, str(part.get("element")))) for part in message)
