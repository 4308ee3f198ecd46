"""The attribute encodingStyle, in each version."""

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped
from wsdl.names import SOAP11, SOAP12, VERSIONS, SoapVersion

SOAP11_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
SOAP12_ENCODING = "http://www.w3.org/2003/05/soap-encoding"
NONE = {SOAP11: "", SOAP12: "http://www.w3.org/2003/05/soap-envelope/encoding/none"}


def _with_style(place: str, style: str, version: SoapVersion) -> str:
    envelope = enveloped(NAME_SEARCH, version, header="<x/>")
    assert place in envelope
    return envelope.replace(place, f'{place} s:encodingStyle="{style}"', 1)


@pytest.mark.parametrize("place", ["<s:Envelope", "<s:Header", "<s:Body"])
@pytest.mark.parametrize("style", [SOAP12_ENCODING, NONE[SOAP12]])
def test_soap_1_2_forbids_it_on_the_envelope_and_its_parts(soap: Soap, place: str, style: str) -> None:
    answer = soap.send(_with_style(place, style, SOAP12), content_type=SOAP12.media_type)
    assert (answer.status, answer.code) == (400, "Client.InvalidInput")


@pytest.mark.parametrize("place", ["<s:Envelope", "<s:Header", "<s:Body"])
def test_soap_1_1_allows_it_there_and_nothing_is_made_of_it(soap: Soap, place: str) -> None:
    assert not soap.send(_with_style(place, SOAP11_ENCODING, SOAP11)).is_fault


@pytest.mark.parametrize("place", ["<ns:submitCustomerNameSearch", "<retail:searchName"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_what_claims_no_encoding_is_taken(soap: Soap, place: str, version: SoapVersion) -> None:
    answer = soap.send(_with_style(place, NONE[version], version), content_type=version.media_type)
    assert not answer.is_fault


@pytest.mark.parametrize("place", ["<ns:submitCustomerNameSearch", "<retail:searchName"])
@pytest.mark.parametrize("style", [SOAP11_ENCODING, SOAP12_ENCODING, "urn:poison"])
def test_an_encoding_is_not_known(soap: Soap, canned: CannedCore, place: str, style: str) -> None:
    new = soap.send(_with_style(place, style, SOAP12), content_type=SOAP12.media_type)
    assert (new.status, new.code) == (500, "DataEncodingUnknown")
    old = soap.send(_with_style(place, style, SOAP11))
    assert (old.status, old.code) == (500, "Client.InvalidInput")
    assert not canned.asked


def test_in_a_header_for_others_it_is_theirs(soap: Soap) -> None:
    assert not soap.send(_with_style("<x", SOAP12_ENCODING, SOAP12), content_type=SOAP12.media_type).is_fault
