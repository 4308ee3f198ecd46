"""The members of a message as a table for people: read from the contract's schemas and its table of guesses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from wsdl.contract_versions import SCHEMAS, ContractVersion

_XS = "{http://www.w3.org/2001/XMLSchema}"
_GUESS = re.compile(r"^\| `([^`]+)` \| `?([^`|]+?)`? \| ([^|]+?) \| ", re.MULTILINE)
_BUILT_IN = {
    "xs:boolean": "true or false",
    "xs:date": "date",
    "xs:dateTime": "date and time",
    "xs:decimal": "decimal number",
    "xs:int": "whole number",
    "xs:long": "whole number",
    "xs:string": "text",
    "xs:token": "text",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One line: how deep it stands, its name with prefix, what it holds, how often it occurs, what is said of it.

    `status` is that of the table of guesses (documented, documented in REST, guessed), or "ours" where no vendor has the like.
    """

    depth: int
    name: str
    kind: str
    occurs: str
    says: str
    status: str


class Schemas:
    """The schemas of a version, to be asked for the members of its messages."""

    def __init__(self, version: ContractVersion) -> None:
        self._roots = {name: etree.parse(version.folder / f"{name}.xsd").getroot() for name in SCHEMAS}
        table = (version.folder / "GUESSES.md").read_text(encoding="utf-8")
        self._status = {(name, where): status for name, where, status in _GUESS.findall(table)}

    def members(self, element: str) -> list[Member]:
        """What stands in this top-level element ("core:submitCustomerNameSearch"), as deep as it goes."""
        declared = self._named(element, "element")
        (inline,) = declared.findall(f"{_XS}complexType")
        return list(_each_said_once(self._inside(inline, element.partition(":")[0], 0)))

    def _inside(self, type_: etree._Element, prefix: str, depth: int) -> Iterator[Member]:
        owner = f"{prefix}:{type_.get('name')}"
        for node in type_.iter(f"{_XS}element", f"{_XS}attribute"):
            ref = node.get("ref", "")
            declared = self._named(ref, "element") if ref else node
            name = ref or (f"@{node.get('name')}" if node.tag == f"{_XS}attribute" else f"{prefix}:{node.get('name')}")
            kind = declared.get("type", "")
            yield Member(
                depth=depth,
                name=name,
                kind=self._kind(kind),
                occurs=_occurs(node),
                says=_documentation(declared) or self._says(kind),
                status=self._known_from(name, "top level" if ref else owner),
            )
            yield from self._inside_type(kind, depth + 1)

    def _known_from(self, name: str, where: str) -> str:
        return "ours" if name.startswith("ticket:") else self._status.get((name, where), "")

    def _inside_type(self, kind: str, depth: int) -> Iterator[Member]:
        """The members of a type, then those that each type derived from it has besides."""
        if (type_ := self._found(kind, "complexType")) is None:
            return
        prefix = kind.partition(":")[0]
        yield from self._inside(type_, prefix, depth)
        for other, root in self._roots.items():
            for extension in root.iterfind(f"{_XS}complexType//{_XS}extension[@base='{kind}']"):
                derived = next(extension.iterancestors(f"{_XS}complexType"))
                name = f"{other}:{derived.get('name')}"
                status = self._status.get((f"type {name}", "xsi:type"), "")
                yield Member(depth, f"@xsi:type {name}", "a form that it may have", "", "", status)
                yield from self._inside(derived, other, depth + 1)

    def _kind(self, kind: str) -> str:
        """What a value of this type is, in words; empty for one with members of its own."""
        if kind in _BUILT_IN:
            return _BUILT_IN[kind]
        if (simple := self._found(kind, "simpleType")) is not None:
            (restriction,) = simple.findall(f"{_XS}restriction")
            least, most = (_facet(restriction, name) for name in ("minLength", "maxLength"))
            length = f"{least} to {most}" if least else f"up to {most}"
            return self._kind(restriction.get("base", "")) + (f", {length} characters" if most else "")
        base = self._named(kind, "complexType").find(f"{_XS}simpleContent/{_XS}extension")
        return "" if base is None else self._kind(base.get("base", ""))

    def _says(self, kind: str) -> str:
        types = (self._found(kind, tag) for tag in ("simpleType", "complexType"))
        return next((_documentation(type_) for type_ in types if type_ is not None), "")

    def _named(self, name: str, tag: str) -> etree._Element:
        found = self._found(name, tag)
        if found is None:
            raise LookupError(f"The schemas have no {tag} {name}.")
        return found

    def _found(self, name: str, tag: str) -> etree._Element | None:
        prefix, _, local = name.partition(":")
        return None if prefix == "xs" else self._roots[prefix].find(f"{_XS}{tag}[@name='{local}']")


def _each_said_once(members: Iterable[Member]) -> Iterator[Member]:
    """The members, what is said of a type only where it is met first."""
    said: set[str] = set()
    for member in members:
        yield replace(member, says="") if member.says in said else member
        said.add(member.says)


def _occurs(node: etree._Element) -> str:
    if node.get("maxOccurs") == "unbounded":
        return "any number"
    return "required" if node.get("use") == "required" or node.get("minOccurs") == "1" else "optional"


def _facet(restriction: etree._Element, name: str) -> str:
    found = restriction.find(f"{_XS}{name}")
    return "" if found is None else found.get("value", "")


def _documentation(node: etree._Element) -> str:
    return " ".join(node.findtext(f"{_XS}annotation/{_XS}documentation", "").split())
