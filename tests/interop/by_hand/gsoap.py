"""gSOAP makes C++ of the contract without a warning, and what it makes plays the scenario, in both versions of SOAP."""

import shutil
from pathlib import Path

import pytest

from tests.interop.by_hand.tools import addresses, play, run
from tests.services.gateway import ServedGateway
from tests.services.missing import find_or_skip
from wsdl.names import VERSIONS, SoapVersion

SOURCE = Path(__file__).with_name("gsoap") / "till.cpp"


def _tools() -> Path | None:
    tools = [shutil.which(name) for name in ("wsdl2h", "soapcpp2", "g++")]
    library = Path("/usr/include/stdsoap2.h")
    return Path(str(tools[0])) if all(tools) and library.exists() else None


@pytest.mark.parametrize("question", ["wsdl", "singleWsdl"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_generated_client_plays_the_scenario(
    gateway: ServedGateway, version: SoapVersion, question: str, tmp_path: Path
) -> None:
    find_or_skip("gSOAP", "gsoap libgsoap-dev g++", _tools)
    wsdls = [f"{address}?{question}" for address in addresses(gateway, version)]
    run(["wsdl2h", "-o", "till.h", *wsdls], tmp_path)
    run(["soapcpp2", "-C", "-j", "till.h"], tmp_path)
    name = f"CustomerServiceSoap{version.number.replace('.', '')}Binding"
    definitions = [
        f"-DPROXY={name}Proxy",
        f'-DPROXY_HEADER="soap{name}Proxy.h"',
        f'-DNSMAP="{name}.nsmap"',
    ]
    sources = [str(SOURCE), "soapC.cpp", f"soap{name}Proxy.cpp"]
    run(["g++", "-std=c++17", "-O0", "-I.", *definitions, "-o", "till", *sources, "-lgsoap++"], tmp_path)
    play(["./till"], gateway, version, f"gsoap-{question}", tmp_path)
