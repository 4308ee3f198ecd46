"""The mustUnderstand rule."""

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap
from wsdl.names import CORE, SOAP11, SOAP12, VERSIONS, WSSE, SoapVersion

NEXT = {
    SOAP11: "http://schemas.xmlsoap.org/soap/actor/next",
    SOAP12: "http://www.w3.org/2003/05/soap-envelope/role/next",
}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("value", ["1", "true", " 1 "])
@pytest.mark.parametrize(
    "block",
    [
        '<x:Action xmlns:x="http://www.w3.org/2005/08/addressing" {0}/>',
        "<Unknown {0}/>",
        '<c:other xmlns:c="{1}" {0}/>',
    ],
)
def test_an_unknown_header_that_must_be_understood_refuses(
    soap: Soap, canned: CannedCore, version: SoapVersion, value: str, block: str
) -> None:
    header = block.format(f's:mustUnderstand="{value}"', CORE)
    answer = soap.call(NAME_SEARCH, version=version, header=header)
    assert (answer.status, answer.code) == (500, "MustUnderstand")
    assert not canned.asked


def test_soap_1_2_lists_what_was_not_understood(soap: Soap) -> None:
    header = '<a:one xmlns:a="urn:a" s:mustUnderstand="1"/><two s:mustUnderstand="1"/><a:three xmlns:a="urn:a"/>'
    answer = soap.call(NAME_SEARCH, version=SOAP12, header=header)
    missed = [
        (element.nsmap.get(prefix, ""), local)
        for element in answer.root.iter(SOAP12.tag("NotUnderstood"))
        for prefix, _, local in [element.get("qname").rpartition(":")[0:3]]
    ]
    assert missed == [("urn:a", "one"), ("", "two")]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_headers_that_need_not_be_understood_are_left_alone(soap: Soap, version: SoapVersion) -> None:
    header = '<x/><y s:mustUnderstand="0"/><z s:mustUnderstand="false"/>'
    assert not soap.call(NAME_SEARCH, version=version, header=header).is_fault


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_headers_for_others_are_left_alone_and_those_for_the_next_are_not(soap: Soap, version: SoapVersion) -> None:
    block = f'<x s:mustUnderstand="1" s:{version.role_attribute}="{{}}"/>'
    assert not soap.call(NAME_SEARCH, version=version, header=block.format("urn:somebody-else")).is_fault
    assert soap.call(NAME_SEARCH, version=version, header=block.format(NEXT[version])).code == "MustUnderstand"
    assert soap.call(NAME_SEARCH, version=version, header=block.format("")).code == "MustUnderstand"


@pytest.mark.parametrize("value", ["2", "yes", "TRUE", "-1"])
def test_a_must_understand_that_is_no_boolean_is_a_client_fault(soap: Soap, value: str) -> None:
    assert soap.call(NAME_SEARCH, header=f'<x s:mustUnderstand="{value}"/>').code == "Client.InvalidInput"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_so_is_one_on_a_header_that_is_understood(soap: Soap, canned: CannedCore, version: SoapVersion) -> None:
    header = f'<c:requestContext xmlns:c="{CORE}" s:mustUnderstand="wrong"/>'
    assert soap.call(NAME_SEARCH, version=version, header=header).code == "Client.InvalidInput"
    assert not canned.asked


def test_the_request_context_is_understood(soap: Soap, canned: CannedCore) -> None:
    header = (
        f'<c:requestContext xmlns:c="{CORE}" s:mustUnderstand="1"><c:deviceId>till-7</c:deviceId></c:requestContext>'
    )
    assert not soap.call(NAME_SEARCH, header=header).is_fault
    assert canned.last.header_origin.device == "till-7"


@pytest.mark.parametrize(
    "content",
    [
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>',
        '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/>',
        "<w:BinarySecurityToken/>",
    ],
)
def test_security_of_another_kind_is_not_understood(soap: Soap, content: str) -> None:
    header = f'<w:Security xmlns:w="{WSSE}" s:mustUnderstand="1">{content}</w:Security>'
    assert soap.call(NAME_SEARCH, header=header).code == "MustUnderstand"
