"""The shape of an envelope, and its version."""

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped
from wsdl.names import SOAP11, SOAP12, VERSIONS, SoapVersion

S = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_an_envelope_of_the_other_version_is_a_version_mismatch(soap: Soap, version: SoapVersion) -> None:
    other = SOAP12 if version is SOAP11 else SOAP11
    answer = soap.send(enveloped(NAME_SEARCH, other), content_type=version.media_type)
    assert (answer.status, answer.code, answer.version) == (500, "VersionMismatch", version)


def test_a_version_mismatch_in_soap_1_2_names_the_versions_spoken(soap: Soap) -> None:
    answer = soap.send(enveloped(NAME_SEARCH, SOAP11), content_type=SOAP12.media_type)
    names = [
        (element.nsmap[prefix], local)
        for element in answer.root.iter(SOAP12.tag("SupportedEnvelope"))
        for prefix, _, local in [element.get("qname").partition(":")]
    ]
    assert names == [(SOAP12.namespace, "Envelope"), (SOAP11.namespace, "Envelope")]


def test_an_envelope_of_no_version_is_a_version_mismatch(soap: Soap) -> None:
    answer = soap.send(enveloped(NAME_SEARCH).replace(SOAP11.namespace, "urn:schemas-xmlsoap-org:soap.v1"))
    assert answer.code == "VersionMismatch"


@pytest.mark.parametrize(
    "body",
    [
        "<x/>",
        NAME_SEARCH,
        f"<s:Envelope {S}/>",
        f"<s:Envelope {S}><s:Header/></s:Envelope>",
        f"<s:Envelope {S}><s:Body/></s:Envelope>",
        f"<s:Envelope {S}><s:Body> </s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>text</s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body><s:Fault/></s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body><s:Body/></s:Body></s:Envelope>",
        f"<s:Envelope {S}><Body>{NAME_SEARCH}</Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}</s:Body><s:Header/></s:Envelope>",
        f"<s:Envelope {S}><s:Header/><s:Header/><s:Body>{NAME_SEARCH}</s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}</s:Body><s:Body>{NAME_SEARCH}</s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}</s:Body><x/></s:Envelope>",
        f"<s:Envelope {S}><x/><s:Body>{NAME_SEARCH}</s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}{NAME_SEARCH}</s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}<x/></s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}text</s:Body></s:Envelope>",
        f"<s:Envelope {S}>text<s:Body>{NAME_SEARCH}</s:Body></s:Envelope>",
        f"<s:Envelope {S}><s:Body>{NAME_SEARCH}</s:Body>text</s:Envelope>",
    ],
)
def test_any_other_shape_is_a_client_fault(soap: Soap, canned: CannedCore, body: str) -> None:
    assert soap.send(body).code == "Client.InvalidInput"
    assert not canned.asked


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("place", ["<s:Envelope", "<s:Header", "<s:Body"])
def test_plain_attributes_are_refused_where_the_version_forbids_them(
    soap: Soap, version: SoapVersion, place: str
) -> None:
    envelope = enveloped(NAME_SEARCH, version, header="<x/>")
    plain = soap.send(envelope.replace(place, f'{place} Id="a"'), content_type=version.media_type)
    assert plain.is_fault is (version is SOAP12 or place == "<s:Envelope")
    qualified = envelope.replace(place, f'{place} w:Id="a" xmlns:w="urn:w"')
    assert not soap.send(qualified, content_type=version.media_type).is_fault


def test_an_operation_of_the_other_service_is_a_client_fault(soap: Soap) -> None:
    answer = soap.send(enveloped(NAME_SEARCH), path="/AccountBalanceService")
    assert answer.code == "Client.InvalidInput"
    assert "submitAccountBalanceUpdate" in answer.sentence


@pytest.mark.parametrize("name", ["core:pageInfo", "core:submitCustomerNameSearchResponse", "submitCustomerNameSearch"])
def test_an_element_that_is_no_operation_is_a_client_fault(soap: Soap, canned: CannedCore, name: str) -> None:
    answer = soap.call(f'<{name} xmlns:core="http://www.enactor.com/core"/>')
    assert answer.code == "Client.InvalidInput"
    assert not canned.asked
