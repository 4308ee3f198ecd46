"""The addresses of the SOAP face: each service in each version of the contract, and what answers there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wsdl.callers import Callers
from wsdl.compiled.road import CompiledRoad
from wsdl.contract import Contract
from wsdl.contract_versions import SERVICES, SHIPPED, TICKETS, ContractVersion
from wsdl.guard import Guard
from wsdl.names import SERVICES_PATH
from wsdl.pages.place import Place
from wsdl.serving import ContractPages
from wsdl.spyne_road import SpyneRoad


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A service at one address: its documents, and who reads and answers calls by its version of the contract."""

    service: str
    pages: ContractPages
    callers: Callers
    road: CompiledRoad | SpyneRoad


def endpoints(
    versions: Iterable[ContractVersion],
    default: str,
    *,
    public_url: str,
    callers: Callable[[Contract], Callers],
    guard: Guard,
) -> Mapping[str, Endpoint]:
    """The endpoints by the path of their address below the services' own.

    Each version is served under its name (/v1/CustomerService); the version named `default` also where Axis2 serves
    (/CustomerService). Raises `ValueError` where there is no such version.
    """
    found: dict[str, Endpoint] = {}
    names = []
    for version in versions:
        names.append(version.name)
        contract = Contract(version)
        answering = callers(contract), CompiledRoad(contract, guard)
        for folder in [f"/{version.name}", *([""] if version.name == default else [])]:
            pages = ContractPages(Place(version, public_url, folder))
            for service in SERVICES:
                found |= dict.fromkeys(_paths(folder, service), Endpoint(service, pages, *answering))
    if default not in names:
        raise ValueError(f"There is no version {default} of the contract; there are {', '.join(names)}.")
    return found


def ticket_paths(versions: Iterable[ContractVersion] = SHIPPED) -> frozenset[str]:
    """The whole paths of all addresses that take receipts, whatever version of the contract is the default."""
    folders = ["", *(f"/{version.name}" for version in versions)]
    return frozenset(
        f"{SERVICES_PATH}{path}"
        for folder in folders
        for service in TICKETS.services
        for path in _paths(folder, service)
    )


def _paths(folder: str, service: str) -> Iterator[str]:
    """The addresses under which Axis2 would serve a service, with and without a closing slash."""
    for name in (service, f"{service}.{service}HttpSoap11Endpoint", f"{service}.{service}HttpSoap12Endpoint"):
        yield from (f"{folder}/{name}", f"{folder}/{name}/")
