"""A service as people read of it: from the contract's WSDL, and from the example messages of its operations."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import CONTRACTS, ContractVersion, part_of, wsdl_file
from wsdl.names import SOAP11, SoapVersion

EXAMPLES = CONTRACTS.with_name("examples")
_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
_SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"


@dataclass(frozen=True, slots=True)
class Example:
    """One example message over SOAP 1.1: the whole envelope, and the note that stands above it in its file."""

    envelope: str
    note: str

    def over(self, soap: SoapVersion) -> str:
        """The envelope as this version of SOAP has it; for requests, whose body is the same in both."""
        return self.envelope.replace(SOAP11.namespace, soap.namespace)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: what it does, its `soapAction`, and one example each of request, reply and fault."""

    name: str
    says: str
    action: str
    request: Example
    reply: Example
    fault: Example


@dataclass(frozen=True, slots=True)
class Service:
    """A service in a version of the contract; `digest` is that of its part of the version."""

    name: str
    says: str
    version: str
    digest: str
    operations: tuple[Operation, ...]

    @property
    def lead(self) -> str:
        """What the service is, in one sentence."""
        return f"{self.says.partition('. ')[0].rstrip('.')}."


def describe(service: str, version: ContractVersion) -> Service:
    """The description of a service."""
    root = etree.parse(version.folder / wsdl_file(service, SOAP11)).getroot()
    return Service(
        name=service,
        says=root.findtext(f"{_WSDL}documentation", ""),
        version=version.name,
        digest=contract_digest(version, part_of(service)),
        operations=tuple(_operations(root, _examples_of(version))),
    )


def _examples_of(version: ContractVersion) -> Path:
    """The folder of a version's examples: one of its own, or the one that all versions share."""
    own = EXAMPLES / version.name
    return own if own.is_dir() else EXAMPLES


def _operations(root: etree._Element, examples: Path) -> Iterator[Operation]:
    actions = {
        operation.get("name", ""): each.get("soapAction", "")
        for operation in root.iterfind(f"{_WSDL}binding/{_WSDL}operation")
        for each in operation.iterfind(f"{_SOAP}operation")
    }
    for operation in root.iterfind(f"{_WSDL}portType/{_WSDL}operation"):
        name = operation.get("name", "")
        request, reply, fault = (_example(examples / f"{name}.{kind}.xml") for kind in ("request", "reply", "fault"))
        says = operation.findtext(f"{_WSDL}documentation", "")
        yield Operation(name=name, says=says, action=actions[name], request=request, reply=reply, fault=fault)


def _example(file: Path) -> Example:
    root = etree.parse(file).getroot()
    notes = [" ".join((comment.text or "").split()) for comment in root.itersiblings(preceding=True)]
    return Example(envelope=etree.tostring(root, encoding="unicode"), note=" ".join(notes))
