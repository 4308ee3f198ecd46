"""Several versions of the contract served at once, each at its own address and judged by its own schema."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import zeep
from lxml import etree

from gateway.settings import read_settings
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.served import served
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped
from wsdl.application import build_soap_application
from wsdl.contract_versions import CONTRACTS, SHIPPED, V1, ContractVersion

PUBLIC = "https://loyalty.example"
GROWN_SEARCH = NAME_SEARCH.replace(
    "</retail:customerNameSearchRequest>",
    "<retail:soundsLike>true</retail:soundsLike></retail:customerNameSearchRequest>",
)


@pytest.fixture
def grown(tmp_path: Path) -> ContractVersion:
    """A v1.1: v1 with one more optional element at the end of the name search."""
    folder = tmp_path / "v1.1"
    shutil.copytree(V1.folder, folder)
    schema = folder / "retail.xsd"
    wider = '<xs:element name="soundsLike" type="xs:boolean" minOccurs="0" maxOccurs="1"/></xs:sequence>'
    before, name, after = schema.read_text().partition('<xs:complexType name="CustomerNameSearchRequest">')
    schema.write_text(before + name + after.replace("</xs:sequence>", wider, 1))
    return ContractVersion("v1.1", folder)


def _soap(canned: CannedCore, *versions: ContractVersion, default: str = "v1") -> Soap:
    return Soap(build_soap_application(canned.core(), public_url=PUBLIC, versions=versions, default_version=default))


@pytest.mark.parametrize(
    ("default", "folder", "takes_more"),
    [("v1", "", False), ("v1", "/v1", False), ("v1", "/v1.1", True), ("v1.1", "", True), ("v1.1", "/v1", False)],
)
def test_each_address_judges_by_the_schema_of_its_version(
    canned: CannedCore, grown: ContractVersion, default: str, folder: str, takes_more: bool
) -> None:
    soap = _soap(canned, V1, grown, default=default)
    old = soap.send(enveloped(NAME_SEARCH), path=f"{folder}/CustomerService")
    assert old.values("descriptionProperty")
    new = soap.send(enveloped(GROWN_SEARCH), path=f"{folder}/CustomerService")
    assert new.is_fault is not takes_more
    if takes_more:
        assert new.body == old.body
    else:
        assert (new.code, new.value("field")) == ("Client.InvalidInput", "soundsLike")


@pytest.mark.parametrize("service", ["CustomerService", "AccountBalanceService"])
def test_the_documents_at_an_address_name_this_address(
    canned: CannedCore, grown: ContractVersion, service: str
) -> None:
    soap = _soap(canned, V1, grown)
    for folder, version in (("", V1), ("/v1", V1), ("/v1.1", grown)):
        base = f"{PUBLIC}/axis2/services{folder}/{service}"
        wsdl = etree.fromstring(_get(soap, f"{folder}/{service}", "wsdl"))
        assert [port.get("location") for port in wsdl.iter() if port.get("location")] == [
            f"{base}.{service}HttpSoap11Endpoint"
        ]
        schemas = [element.get("schemaLocation") for element in wsdl.iter() if element.get("schemaLocation")]
        assert schemas == [f"{base}?xsd=core", f"{base}?xsd=retail"]
        retail = _get(soap, f"{folder}/{service}", "xsd=retail")
        assert retail == (version.folder / "retail.xsd").read_bytes().replace(
            b'schemaLocation="core.xsd"', f'schemaLocation="{base}?xsd=core"'.encode()
        )


def _get(soap: Soap, path: str, query: str) -> bytes:
    status, _, body = soap.raw("", path=path, content_type="", REQUEST_METHOD="GET", QUERY_STRING=query)
    assert status == 200
    return body


def test_zeep_reads_and_calls_each_version_at_its_address(canned: CannedCore, grown: ContractVersion) -> None:
    with served(canned.core(), [V1, grown]) as address:
        for folder, query, more in (("v1", "wsdl", {}), ("v1.1", "singleWsdl", {"soundsLike": True})):
            client: Any = zeep.Client(f"{address}/{folder}/CustomerService?{query}")  # type: ignore[no-untyped-call]
            client.transport.session.auth = ("till-1", "demo")
            with client.transport.session:
                found = client.service.submitCustomerNameSearch({"searchName": "a", **more})
                assert found.totalRows == 2
            assert ("soundsLike" in client.get_type("ns1:CustomerNameSearchRequest").signature()) is bool(more)


def test_a_version_that_is_not_served_has_no_address(soap: Soap) -> None:
    assert soap.send(enveloped(NAME_SEARCH), path="/v2/CustomerService").status == 404


def test_a_default_that_does_not_exist_is_refused_at_start(canned: CannedCore) -> None:
    with pytest.raises(ValueError, match=r"no version v9 of the contract; there are v1\."):
        _soap(canned, V1, default="v9")


def test_every_folder_is_a_version_that_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [version.name for version in SHIPPED]
    assert sorted(folder.name for folder in CONTRACTS.iterdir() if folder.is_dir()) == sorted(names)
    for name in names:
        monkeypatch.setenv("CONTRACT_VERSION", name)
        assert read_settings().server.contract_version == name
