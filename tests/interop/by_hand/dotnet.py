"""Mono's wsdl and svcutil make C# of the contract without a warning, and what wsdl makes plays the scenario.

Mono is not Microsoft's .NET: it is the implementation of the same tools and of the same class library that Debian has.
"""

import shutil
from pathlib import Path

import pytest

from tests.interop.by_hand.tools import addresses, play, run
from tests.services.gateway import ServedGateway
from tests.services.missing import find_or_skip
from wsdl.names import SOAP12, VERSIONS, SoapVersion

SOURCE = Path(__file__).with_name("dotnet") / "Till.cs"
LIBRARIES = ("-r:System.Web.Services", "-r:System.ServiceModel", "-r:System.Runtime.Serialization")


@pytest.fixture(autouse=True)
def _mono() -> None:
    def find() -> Path | None:
        tools = [shutil.which(name) for name in ("wsdl2", "svcutil", "mcs", "mono")]
        return Path(str(tools[0])) if all(tools) else None

    find_or_skip("Mono", "mono-devel", find)


@pytest.mark.parametrize("question", ["wsdl", "singleWsdl"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_generated_client_plays_the_scenario(
    gateway: ServedGateway, version: SoapVersion, question: str, tmp_path: Path
) -> None:
    protocol = ["-protocol:SOAP12"] if version is SOAP12 else []
    for name, address in zip(("Customers", "Balances"), addresses(gateway, version), strict=True):
        run(["wsdl2", *protocol, f"-namespace:{name}", f"-out:{name}.cs", f"{address}?{question}"], tmp_path)
    sources = ["Customers.cs", "Balances.cs", str(SOURCE)]
    run(["mcs", "-warnaserror", *LIBRARIES, "-out:till.exe", *sources], tmp_path)
    play(["mono", "till.exe"], gateway, version, f"dotnet-{question}", tmp_path)


def test_svcutil_makes_code_that_compiles(gateway: ServedGateway, tmp_path: Path) -> None:
    for name, address in zip(("Customers", "Balances"), addresses(gateway, VERSIONS[0]), strict=True):
        run(["svcutil", "--noConfig", f"-n:{name}", f"-o:{name}.cs", f"{address}?wsdl"], tmp_path)
        run(["mcs", "-warnaserror", "-target:library", *LIBRARIES, f"{name}.cs"], tmp_path)
