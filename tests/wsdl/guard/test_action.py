"""The action: SOAPAction in SOAP 1.1, the parameter of the Content-Type in SOAP 1.2."""

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap
from wsdl.names import CORE, SOAP11, SOAP12

RIGHT = f"{CORE}/submitCustomerNameSearch"
TAKEN = [
    f'"{RIGHT}"',
    RIGHT,
    f' "{RIGHT}" ',
    '""',
    "",
    '"urn:submitCustomerNameSearch"',
    "submitCustomerNameSearch",
    '"http://www.enactor.com/other/submitAccountBalanceUpdate"',
    f'"{CORE}/CustomerServicePortType/submitCustomerNameSearchRequest"',
    f'"{CORE}/"',
    "x" * 5000,
]
"""Right, quoted (R2744) or not (R1119 lets a receiver take it), empty (R2745), or nothing that the contract has."""
WRONG = [f"{CORE}/submitCustomerPostcodeSearch", f"{CORE}/submitAccountBalanceUpdate", f"{CORE}/unheardOf"]


@pytest.mark.parametrize("action", TAKEN)
def test_what_does_not_contradict_the_body_is_taken(soap: Soap, action: str) -> None:
    assert not soap.call(NAME_SEARCH, HTTP_SOAPACTION=action).is_fault
    parameter = action.strip(' "')
    content_type = f'application/soap+xml; charset=utf-8; action="{parameter}"'
    assert not soap.call(NAME_SEARCH, version=SOAP12, content_type=content_type).is_fault


@pytest.mark.parametrize("action", WRONG)
def test_the_action_of_another_operation_is_refused(soap: Soap, canned: CannedCore, action: str) -> None:
    for answer in (
        soap.call(NAME_SEARCH, HTTP_SOAPACTION=action),
        soap.call(NAME_SEARCH, HTTP_SOAPACTION=f'"{action}"'),
        soap.call(NAME_SEARCH, version=SOAP12, content_type=f'application/soap+xml; action="{action}"; charset=utf-8'),
    ):
        assert (answer.code, answer.value("field")) == ("Client.InvalidInput", "SOAPAction")
        assert "submitCustomerNameSearch" in answer.sentence
    assert not canned.asked


def test_a_parameter_that_is_not_one_is_as_good_as_none(soap: Soap) -> None:
    # A value with colons and slashes needs quotes there (RFC 9110); what has none is no parameter.
    content_type = f"application/soap+xml; action={WRONG[0]}; charset=utf-8"
    assert not soap.call(NAME_SEARCH, version=SOAP12, content_type=content_type).is_fault


def test_each_version_has_its_own_place_for_the_action(soap: Soap) -> None:
    wrong = f"{CORE}/submitCustomerPostcodeSearch"
    assert not soap.call(NAME_SEARCH, version=SOAP12, HTTP_SOAPACTION=wrong).is_fault
    assert not soap.call(NAME_SEARCH, version=SOAP11, content_type=f'text/xml; action="{wrong}"').is_fault
