"""What code generators are known to demand beyond the Basic Profile, each rule with the generator and the reason.

A rule yields what is wrong.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tests.wsdl.contract.description import NAMES, WSDL, XS, Description
from wsdl.names import CORE, PREFIXES

PLAIN = {
    *("schema", "import", "annotation", "documentation", "element", "attribute", "any", "anyAttribute"),
    *("complexType", "sequence", "complexContent", "simpleContent", "extension"),
    *("simpleType", "restriction", "pattern", "minLength", "maxLength"),
}
KNOWN_NAMESPACES = {WSDL, XS, *PREFIXES, "http://schemas.xmlsoap.org/wsdl/soap/"}
VALUE_TYPES = {"xs:int", "xs:boolean", "core:Amount", "core:Figure", "core:Moment", "ticket:Day", "ticket:WholeNumber"}


def _nodes(description: Description, *kinds: str) -> Iterator[Any]:
    for root in description.schemas.values():
        yield from root.iter(*(f"{{{XS}}}{kind}" for kind in kinds))


def wrapped_form(description: Description) -> Iterator[str]:
    """.NET and JAX-WS tell document/literal wrapped by its form alone, and else make other classes of it.

    One part named parameters, an element with the operation's name, an anonymous type of a plain sequence.
    """
    own = PREFIXES[description.root.get("targetNamespace")]
    for operation in description.find("w:portType/w:operation"):
        name = operation.get("name")
        for side, wanted in (("input", name), ("output", f"{name}Response")):
            (end,) = operation.findall(f"{{{WSDL}}}{side}")
            parts = [(p.get("name"), p.get("element")) for p in description.named("message", end.get("message"))]
            if parts != [("parameters", f"{own}:{wanted}")]:
                yield str(parts)
            path = f"x:element[@name='{wanted}']/x:complexType[not(@*)]/x:sequence[not(@*)]/x:element"
            if len(description.own_schema.xpath(path, namespaces=NAMES)) != 1:
                yield f"{wanted} has no sequence of one element"


def no_operation_without_an_argument(description: Description) -> Iterator[str]:
    """SOAP::Lite sends xsi:nil for an operation without an argument, which no schema takes."""
    for name in (node.get("name") for node in description.find("w:portType/w:operation")):
        path = f"x:element[@name='{name}']//x:element[@minOccurs='1']"
        if not description.own_schema.xpath(path, namespaces=NAMES):
            yield name


def plain_constructs(description: Description) -> Iterator[str]:
    """Nothing of XML Schema is used that a generator leaves out: choice, all, group, list, union, include, redefine.

    .NET's DataContractSerializer refuses them (its schema reference lists what it reads), and small stacks skip them.
    """
    for node in (node for root in description.schemas.values() for node in root.iter(etree.Element)):
        kind = etree.QName(node)
        if kind.namespace != XS or kind.localname not in PLAIN:
            yield kind.localname


def qualified_elements(description: Description) -> Iterator[str]:
    """The DataContractSerializer of .NET reads no schema whose elements are unqualified."""
    for namespace, root in description.schemas.items():
        forms = {node.get("form") for node in root.iter(f"{{{XS}}}element")}
        if root.get("elementFormDefault") != "qualified" or forms != {None}:
            yield namespace


def nothing_nillable(description: Description) -> Iterator[str]:
    """What may be both nil and left out becomes JAXBElement in Java, and two flags in .NET.

    But for the header block, which JAX-WS writes with xsi:nil where the till gives it none.
    """
    nillable = [node.get("name") for node in _nodes(description, "element") if node.get("nillable")]
    yield from {*nillable} ^ {"requestContext"}


def no_defaults(description: Description) -> Iterator[str]:
    """A default or fixed value is filled in by some generators and left out by others."""
    nodes = _nodes(description, "element", "attribute")
    yield from (node.get("name") for node in nodes if node.get("default") or node.get("fixed"))


def no_array_of_arrays(description: Description) -> Iterator[str]:
    """.NET's XmlSerializer makes arrays of types that only hold a list, and code that won't compile of such lists of lists.

    The error is CS0030, cannot convert X[] to X.
    """
    arrays = {}
    for node in _nodes(description, "complexType"):
        members = node.xpath("x:sequence/x:element", namespaces=NAMES)
        if node.get("name") and len(members) == 1 and members[0].get("maxOccurs") == "unbounded":
            arrays[node.get("name")] = str(members[0].get("type")).partition(":")[2]
    yield from (name for name, item in arrays.items() if item in arrays)


def one_name_for_one_class(description: Description) -> Iterator[str]:
    """Names that differ in case alone, or in namespace alone, are one name somewhere.

    .NET puts the types of all namespaces into one, VB and Windows' files tell no case apart, and JAX-WS puts the classes
    of the service beside the types of its namespace.
    """
    types = [node.get("name") for node in _nodes(description, "complexType", "simpleType") if node.get("name")]
    wrappers = [node.getparent().get("name") for node in _nodes(description, "complexType") if not node.get("name")]
    services = [node.get("name") for node in description.find("w:service | w:portType")]
    counted = Counter(name.lower() for name in [*types, *wrappers, *services, "ObjectFactory"])
    yield from (name for name, count in counted.items() if count > 1)


def names_are_identifiers(description: Description) -> Iterator[str]:
    """A name with a dash, dot or leading digit is renamed, by each generator in a way of its own."""
    nodes = [*description.find("//*[@name]"), *_nodes(description, "element", "attribute", "complexType", "simpleType")]
    for name in (node.get("name") for node in nodes):
        if name and not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
            yield name


def no_member_clashes(description: Description) -> Iterator[str]:
    """.NET makes members of elements and attributes alike, and xSpecified for an optional x that has a value type."""
    for node in _nodes(description, "complexType"):
        members = node.xpath(".//x:element | .//x:attribute", namespaces=NAMES)
        names = [str(member.get("name") or member.get("ref").partition(":")[2]) for member in members]
        flags = [f"{m.get('name')}Specified" for m in members if m.get("type") in VALUE_TYPES]
        yield from (name for name, count in Counter(name.lower() for name in [*names, *flags]).items() if count > 1)


def wildcards_end_a_type(description: Description) -> Iterator[str]:
    """An element after xs:any is ambiguous to XmlSerializer, and to the schema where the wildcard takes its namespace."""
    yield from (node.getparent().tag for node in _nodes(description, "any") if node.getnext() is not None)


def one_absolute_action_for_each_operation(description: Description) -> Iterator[str]:
    """WCF tells operations by their action, and the Basic Profile wants what is sent to be what is written here."""
    actions = [node.get("soapAction") or "" for node in description.find("//s:operation")]
    yield from (
        action
        for action in actions
        if not action.startswith(("http://", "urn:loyalty-gateway:")) or actions.count(action) > 1
    )


def one_endpoint(description: Description) -> Iterator[str]:
    """Of two bindings wsimport and gSOAP warn, and svcutil leaves it to people to name the endpoint that they mean."""
    for kind in ("w:portType", "w:binding", "w:service", "w:service/w:port"):
        if len(description.find(kind)) != 1:
            yield kind


def only_known_prefixes(description: Description) -> Iterator[str]:
    """A prefix of SOAP 1.2 in sight makes gSOAP pick SOAP 1.2; foreign headers stop zeep, suds, JAX-WS and gSOAP."""
    for node in description.root.iter(etree.Element):
        yield from {*node.nsmap.values(), etree.QName(node).namespace} - KNOWN_NAMESPACES


def every_prefix_is_used(description: Description) -> Iterator[str]:
    """A prefix without use announces what is not there, and gSOAP goes by prefixes."""
    for prefix in description.root.nsmap:
        if not re.search(rf'[<"/ ]{prefix}:', description.text):
            yield str(prefix)


def no_parameter_order(description: Description) -> Iterator[str]:
    """The attribute is for rpc; in document style each generator makes of it what it likes."""
    yield from (node.get("name") for node in description.find("//*[@parameterOrder]"))


def a_typed_fault_of_simple_members(description: Description) -> Iterator[str]:
    """WCF and JAX-WS make an exception of a fault whose one part is an element of a named type of simple members."""
    for _, message in description.messages("w:portType/w:operation/w:fault"):
        if [part.get("element") for part in message] != ["core:errorMessage"]:
            yield message.get("name")
    path = "x:complexType[@name='ErrorMessage']/x:sequence/x:element"
    members = description.schemas[CORE].xpath(path, namespaces=NAMES)
    simple = {f"core:{node.get('name')}" for node in description.schemas[CORE].iter(f"{{{XS}}}simpleType")}
    yield from (node.get("name") for node in members if node.get("type") not in simple | VALUE_TYPES)


def the_service_comes_last(description: Description) -> Iterator[str]:
    """Readers of one pass know a binding only when they have seen it."""
    if etree.QName(description.root[-1]).localname != "service":
        yield str(description.root[-1].tag)


def no_name_of_the_workshop(description: Description) -> Iterator[str]:
    """The contract speaks of the business; a library's own namespaces in it would tie tills to that library."""
    yield from (name for name, text in description.texts.items() if "spyne" in text.lower() or "tns:" in text)
