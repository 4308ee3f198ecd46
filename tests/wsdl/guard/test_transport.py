"""What HTTP says: method, media type, content coding, length."""

from io import BytesIO

import pytest

from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped
from wsdl.names import SOAP11, SOAP12, VERSIONS, SoapVersion


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_plain_request_is_answered_in_its_own_version(soap: Soap, version: SoapVersion) -> None:
    answer = soap.call(NAME_SEARCH, version=version)
    assert answer.version is version
    assert answer.values("key") == ["100", "101"]


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "text/plain",
        "application/xml",
        "multipart/related; type=text/xml",
        "text/xml2",
        "a" * 5000,
    ],
)
def test_another_content_type_is_a_fault_with_415(soap: Soap, content_type: str) -> None:
    answer = soap.send(enveloped(NAME_SEARCH), content_type=content_type)
    assert (answer.status, answer.code) == (415, "Client.InvalidInput")
    assert "application/soap+xml" in answer.sentence


@pytest.mark.parametrize(
    "content_type", ["TEXT/XML", "text/xml", "text/xml;charset=UTF-8", 'text/xml; charset="utf-8"; action="x"']
)
def test_spellings_of_the_content_type_are_taken(soap: Soap, content_type: str) -> None:
    assert not soap.send(enveloped(NAME_SEARCH), content_type=content_type).is_fault


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "x-gzip", "gzip, gzip"])
def test_compressed_bodies_are_refused_unread(soap: Soap, coding: str) -> None:
    answer = soap.call(NAME_SEARCH, HTTP_CONTENT_ENCODING=coding)
    assert (answer.status, answer.code) == (415, "Client.InvalidInput")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_get_405_with_allow(soap: Soap, method: str) -> None:
    answer = soap.send("", REQUEST_METHOD=method)
    assert (answer.status, answer.code) == (405, "Client.InvalidInput")
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_a_body_of_64_kib_is_taken_and_one_byte_more_is_not(soap: Soap) -> None:
    envelope = enveloped(NAME_SEARCH)
    assert not soap.send(envelope + " " * (65536 - len(envelope))).is_fault
    answer = soap.send(envelope + " " * (65537 - len(envelope)))
    assert (answer.status, answer.code) == (500, "Client.TooLarge")


def test_a_long_body_is_refused_by_its_length_before_it_is_read(soap: Soap) -> None:
    unread = BytesIO(b"x" * 100)
    soap.environ["wsgi.input"] = unread
    answer = soap.send("", CONTENT_LENGTH="70000")
    assert answer.code == "Client.TooLarge"
    assert unread.tell() == 0


@pytest.mark.parametrize("sign", [("wsgi.input_terminated", True), ("HTTP_TRANSFER_ENCODING", "chunked")])
def test_a_chunked_body_is_read_up_to_the_limit(soap: Soap, sign: tuple[str, object]) -> None:
    envelope = enveloped(NAME_SEARCH)
    soap.environ[sign[0]] = sign[1]
    assert not soap.send(envelope, CONTENT_LENGTH=None).is_fault
    assert soap.send(envelope + " " * 70000, CONTENT_LENGTH=None).code == "Client.TooLarge"


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "٣", "9" * 5000, "+5"])
def test_a_content_length_that_is_no_number_is_a_fault(soap: Soap, length: str) -> None:
    assert soap.send(enveloped(NAME_SEARCH), CONTENT_LENGTH=length).code.startswith("Client.")


def test_a_body_that_ends_early_is_a_fault(soap: Soap) -> None:
    answer = soap.send(enveloped(NAME_SEARCH), CONTENT_LENGTH="2000")
    assert "ended before" in answer.sentence


@pytest.mark.parametrize("body", ["", " ", "\r\n\t "])
def test_an_empty_body_is_a_fault(soap: Soap, body: str) -> None:
    assert soap.send(body).code == "Client.InvalidInput"
    assert soap.send(body, CONTENT_LENGTH=None).code == "Client.InvalidInput"


def test_an_unknown_address_is_a_fault_with_404(soap: Soap) -> None:
    assert soap.send(enveloped(NAME_SEARCH), path="/OtherService").status == 404


@pytest.mark.parametrize(("version", "status"), [(SOAP11, 500), (SOAP12, 400)], ids=["1.1", "1.2"])
def test_client_faults_have_the_status_of_their_version(soap: Soap, version: SoapVersion, status: int) -> None:
    assert soap.call("<x/>", version=version).status == status
