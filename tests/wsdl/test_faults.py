"""The table of faults, and how faults look in each version."""

from typing import Any

import pytest

from domain.error_tree import all_errors
from domain.errors import (
    IdempotencyMismatch,
    InvalidInput,
    KeyMissing,
    LoyaltyError,
    NotAllowed,
    StoreUnavailable,
    TimeInFuture,
    TooManySlowSenders,
    TransactionIdReused,
    Unauthenticated,
)
from domain.refusals import Refusal, UnknownAccountType
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap
from wsdl.application import build_soap_application
from wsdl.faults import FAULTS
from wsdl.names import SOAP11, SOAP12, VERSIONS, SoapVersion
from wsdl.refusal import FaultKind


def test_every_branch_of_the_error_tree_has_its_own_line() -> None:
    branches = {error for error in all_errors() if LoyaltyError in error.__bases__ or error is LoyaltyError}
    assert set(FAULTS) == branches


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("error", [error for error in all_errors() if not issubclass(error, Refusal)])
def test_a_fault_says_code_sentence_advice_and_correlation_id(
    soap: Soap, canned: CannedCore, version: SoapVersion, error: type[LoyaltyError]
) -> None:
    canned.answers["search_customers_by_name"] = error(field="searchName")
    answer = soap.call(NAME_SEARCH, version=version)
    server = issubclass(error, StoreUnavailable | TooManySlowSenders) or error is LoyaltyError
    assert answer.code == f"{'Server' if server else 'Client'}.{error.code}"
    assert answer.status == (500 if server or version is SOAP11 else 400)
    assert answer.values("errorCode") + answer.values("messageId") == [error.code, error.code]
    assert answer.sentence == error.sentence_default
    assert answer.value("advice") == error.advice.value
    assert answer.values("moved") == ([] if error.moved is None else ["false"]), (
        "after a fault of its own nobody can know"
    )
    assert answer.value("field") == "searchName"


@pytest.mark.parametrize(
    "error", [KeyMissing, TimeInFuture, IdempotencyMismatch, TransactionIdReused, NotAllowed, UnknownAccountType]
)
def test_leaves_of_the_tree_are_client_faults(soap: Soap, canned: CannedCore, error: type[LoyaltyError]) -> None:
    canned.answers["search_customers_by_name"] = error()
    assert soap.call(NAME_SEARCH).code == f"Client.{error.code}"


def test_a_store_that_is_away_says_when_to_come_back(soap: Soap, canned: CannedCore) -> None:
    canned.answers["search_customers_by_name"] = StoreUnavailable()
    assert soap.call(NAME_SEARCH).headers["retry-after"] == "1"


@pytest.mark.parametrize(
    "error", [RuntimeError("secret SELECT * FROM x"), KeyError("x"), ValueError("bad"), RecursionError("deep")]
)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_what_nobody_foresaw_is_a_bare_server_fault(
    soap: Soap, canned: CannedCore, version: SoapVersion, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    canned.answers["search_customers_by_name"] = error
    answer = soap.call(NAME_SEARCH, version=version)
    assert (answer.status, answer.code) == (500, "Server.InternalError")
    assert b"secret" not in answer.body
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.exc_info
    assert vars(record)["correlation_id"] == answer.value("correlationId")


def test_an_answer_that_cannot_be_written_is_a_server_fault(soap: Soap, canned: CannedCore) -> None:
    canned.answers["search_customers_by_name"] = None
    assert soap.call(NAME_SEARCH).code == "Server.InternalError"


def test_a_refusal_is_told_to_the_gateway_which_logs_it(soap: Soap, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    environ: dict[str, Any] = {}
    soap.application = _keeping(soap.application, environ)
    answer = soap.call(NAME_SEARCH.replace(">a<", ">a<b/><"))
    assert environ["loyalty.outcome"] == answer.value("errorCode") == "InvalidInput"
    assert not caplog.records


def _keeping(application: Any, kept: dict[str, Any]) -> Any:
    """The application, and a look at the environ that it leaves behind."""

    def call(environ: dict[str, Any], start_response: Any) -> Any:
        body = application(environ, start_response)
        kept.update(environ)
        return body

    return call


def test_the_fault_of_soap_1_1_is_unqualified_inside(soap: Soap) -> None:
    answer = soap.call("<x/>")
    assert [child.tag for child in answer.content] == ["faultcode", "faultstring", "detail"]
    assert answer.content.findtext("faultcode") == "soapenv:Client.InvalidInput"
    assert answer.content.nsmap["soapenv"] == SOAP11.namespace
    assert answer.content.findtext("faultstring") == answer.sentence


def test_the_fault_of_soap_1_2_has_code_subcode_and_reason(soap: Soap) -> None:
    answer = soap.call("<x/>", version=SOAP12)
    assert [child.tag for child in answer.content] == [SOAP12.tag(name) for name in ("Code", "Reason", "Detail")]
    (text,) = answer.content.iter(SOAP12.tag("Text"))
    assert (text.text, text.attrib["{http://www.w3.org/XML/1998/namespace}lang"]) == (answer.sentence, "en")


def test_the_fault_kinds_are_those_of_soap() -> None:
    codes = {"Client", "Server", "MustUnderstand", "VersionMismatch", "DataEncodingUnknown"}
    assert {kind.value for kind in FaultKind} == codes


def test_a_sentence_with_characters_that_xml_cannot_carry_is_still_a_fault(soap: Soap, canned: CannedCore) -> None:
    canned.answers["search_customers_by_name"] = InvalidInput("a\x00b \ud800 \uffff c")
    assert soap.call(NAME_SEARCH).sentence == "a\ufffdb \ufffd \ufffd c"


def test_the_correlation_id_is_the_gateways(canned: CannedCore) -> None:
    def correlation_id(environ: dict[str, Any]) -> str:
        return str(environ["loyalty.correlation_id"])

    application = build_soap_application(canned.core(), public_url="http://x", correlation_id=correlation_id)
    canned.answers["search_customers_by_name"] = Unauthenticated()
    soap = Soap(application, {"loyalty.correlation_id": "abc-123"})
    assert soap.call(NAME_SEARCH).value("correlationId") == "abc-123"
    assert soap.call("<x/>").value("correlationId") == "abc-123"
