"""The versions of the contract that this program can serve: a folder of `wsdl/contracts/` each."""

from dataclasses import dataclass
from pathlib import Path

CONTRACTS = Path(__file__).with_name("contracts")
SERVICES = ("CustomerService", "AccountBalanceService")
SCHEMAS = ("core", "retail")


@dataclass(frozen=True, slots=True)
class ContractVersion:
    """One version: its name, as addresses have it (v1, v1.1), and the folder of its files."""

    name: str
    folder: Path


V1 = ContractVersion("v1", CONTRACTS / "v1")
SHIPPED = (V1,)
"""All versions, oldest first; each is served at an address of its own."""
