"""The versions of the contract that this program can serve: a folder of `wsdl/contracts/` each."""

from dataclasses import dataclass
from pathlib import Path

from wsdl.names import SOAP11, VERSIONS, SoapVersion

CONTRACTS = Path(__file__).with_name("contracts")
SERVICES = ("CustomerService", "AccountBalanceService")
SCHEMAS = ("core", "retail")


def wsdl_file(service: str, version: SoapVersion) -> str:
    """The name of the file that describes a service over one version of SOAP."""
    return f"{service}.wsdl" if version is SOAP11 else f"{service}.soap12.wsdl"


FILES = (
    *(wsdl_file(service, version) for service in SERVICES for version in VERSIONS),
    *(f"{schema}.xsd" for schema in SCHEMAS),
)
"""The names of all files of a version."""


@dataclass(frozen=True, slots=True)
class ContractVersion:
    """One version: its name, as addresses have it (v1, v1.1), and the folder of its files."""

    name: str
    folder: Path


V1 = ContractVersion("v1", CONTRACTS / "v1")
SHIPPED = (V1,)
"""All versions, oldest first; each is served at an address of its own."""
