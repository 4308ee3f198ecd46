"""The versions of the contract that this program can serve: a folder of `wsdl/contracts/` each."""

from dataclasses import dataclass
from pathlib import Path

from wsdl.names import CORE, SOAP11, TICKET, VERSIONS, SoapVersion

CONTRACTS = Path(__file__).with_name("contracts")


@dataclass(frozen=True, slots=True)
class Part:
    """The services of a version that are frozen together, by a digest of their own.

    `schemas` are those that they are made of, `namespace` is that of their operations. `name` is empty for the services
    that a version began with.
    """

    name: str
    services: tuple[str, ...]
    schemas: tuple[str, ...]
    namespace: str

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files that a till of these services is made from."""
        return (
            *(wsdl_file(service, version) for service in self.services for version in VERSIONS),
            *(f"{schema}.xsd" for schema in self.schemas),
        )


def wsdl_file(service: str, version: SoapVersion) -> str:
    """The name of the file that describes a service over one version of SOAP."""
    return f"{service}.wsdl" if version is SOAP11 else f"{service}.soap12.wsdl"


ENACTOR = Part("", ("CustomerService", "AccountBalanceService"), ("core", "retail"), CORE)
TICKETS = Part("tickets", ("PosTicketService",), ("core", "retail", "ticket"), TICKET)
PARTS = (ENACTOR, TICKETS)
SERVICES = tuple(service for part in PARTS for service in part.services)
SCHEMAS = tuple(dict.fromkeys(schema for part in PARTS for schema in part.schemas))
FILES = tuple(dict.fromkeys(file for part in PARTS for file in part.files))
"""The names of all files of a version."""


def part_of(service: str) -> Part:
    """The part that a service belongs to."""
    return next(part for part in PARTS if service in part.services)


@dataclass(frozen=True, slots=True)
class ContractVersion:
    """One version: its name, as addresses have it (v1, v1.1), and the folder of its files."""

    name: str
    folder: Path

    def label(self, part: Part) -> str:
        """The name under which the digest of one of its parts is recorded."""
        return f"{self.name} {part.name}".rstrip()


V1 = ContractVersion("v1", CONTRACTS / "v1")
SHIPPED = (V1,)
"""All versions, oldest first; each is served at an address of its own."""
