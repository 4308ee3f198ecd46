"""Authentication at the edge: HTTP Basic and WS-Security UsernameToken."""

import base64
import hashlib
from typing import Any

import pytest

from domain.identity.authenticate import DigestCredentials, PasswordCredentials
from tests.builders import TestClock
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap
from wsdl.application import build_soap_application
from wsdl.names import CORE, VERSIONS, WSSE, WSSE_PROFILE, WSU, SoapVersion

NONCE, CREATED = b"sixteen bytes ok", "2026-11-01T12:00:00Z"
DIGEST = hashlib.sha1(NONCE + CREATED.encode() + b"demo", usedforsecurity=False).digest()


def _basic(text: str | bytes) -> str:
    return "Basic " + base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def _security(content: str) -> str:
    return f'<w:Security xmlns:w="{WSSE}" xmlns:u="{WSU}" s:mustUnderstand="1">{content}</w:Security>'


def _token(name: str = "till-1", password: str = "demo", kind: str = "", more: str = "") -> str:
    kind = f' Type="{WSSE_PROFILE}#{kind}"' if kind else ""
    return (
        f"<w:UsernameToken><w:Username>{name}</w:Username><w:Password{kind}>{password}</w:Password>{more}"
        "</w:UsernameToken>"
    )


def _digest_token(created: str = CREATED) -> str:
    more = f"<w:Nonce>{base64.b64encode(NONCE).decode()}</w:Nonce><u:Created>{created}</u:Created>"
    return _token(password=base64.b64encode(DIGEST).decode(), kind="PasswordDigest", more=more)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_without_credentials_there_is_a_challenge_and_a_fault(soap: Soap, version: SoapVersion) -> None:
    answer = soap.call(NAME_SEARCH, version=version, HTTP_AUTHORIZATION=None)
    assert (answer.status, answer.code) == (401, "Client.Unauthenticated")
    assert answer.headers["www-authenticate"] == 'Basic realm="Loyalty Gateway", charset="UTF-8"'


def test_basic_credentials_reach_the_core(soap: Soap, canned: CannedCore) -> None:
    assert not soap.call(NAME_SEARCH, HTTP_AUTHORIZATION=_basic("till-1:demo")).is_fault
    assert canned.credentials == [(PasswordCredentials("till-1", "demo", is_secure=True), "")]


def test_a_colon_and_letters_beyond_ascii_may_be_in_a_password(soap: Soap, canned: CannedCore) -> None:
    soap.call(NAME_SEARCH, HTTP_AUTHORIZATION=_basic("till-1:pä:ss"))
    assert canned.credentials[0][0] == PasswordCredentials("till-1", "pä:ss", is_secure=True)


@pytest.mark.parametrize(
    "header",
    [
        _basic("till-1:wrong"),
        _basic("nobody:demo"),
        _basic("no-colon"),
        _basic(b"\xff:\xfe"),
        "Basic ?",
        "Basic",
        "Basic dGlsbC0xOmRlbW\xe9",
        "Bearer x",
        "",
    ],
)
def test_wrong_credentials_in_http_are_challenged_again(soap: Soap, canned: CannedCore, header: str) -> None:
    answer = soap.call(NAME_SEARCH, HTTP_AUTHORIZATION=header)
    assert (answer.status, answer.code) == (401, "Client.Unauthenticated")
    assert "www-authenticate" in answer.headers
    assert not canned.asked


@pytest.mark.parametrize("kind", ["", "PasswordText"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_username_token_as_text_reaches_the_core(
    soap: Soap, canned: CannedCore, kind: str, version: SoapVersion
) -> None:
    header = _security(_token(kind=kind))
    assert not soap.call(NAME_SEARCH, version=version, header=header, HTTP_AUTHORIZATION=None).is_fault
    assert canned.credentials == [(PasswordCredentials("till-1", "demo", is_secure=True), "")]


def test_a_username_token_as_digest_reaches_the_core(soap: Soap, canned: CannedCore) -> None:
    assert not soap.call(NAME_SEARCH, header=_security(_digest_token()), HTTP_AUTHORIZATION=None).is_fault
    assert canned.credentials == [(DigestCredentials("till-1", DIGEST, NONCE, CREATED), "")]


def test_a_token_in_the_message_counts_before_http(soap: Soap, canned: CannedCore) -> None:
    assert not soap.call(NAME_SEARCH, header=_security(_token()), HTTP_AUTHORIZATION=_basic("proxy:x")).is_fault
    assert len(canned.credentials) == 1


@pytest.mark.parametrize(("version", "status"), list(zip(VERSIONS, (500, 400), strict=True)), ids=["1.1", "1.2"])
def test_a_wrong_token_is_a_fault_without_challenge(soap: Soap, version: SoapVersion, status: int) -> None:
    answer = soap.call(NAME_SEARCH, version=version, header=_security(_token(password="wrong")))
    assert (answer.status, answer.code) == (status, "Client.Unauthenticated")
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize(
    "content",
    [
        "<w:UsernameToken/>",
        "<w:UsernameToken><w:Username>till-1</w:Username></w:UsernameToken>",
        "<w:UsernameToken><w:Password>demo</w:Password></w:UsernameToken>",
        _token() + _token(name="till-2"),
        _token(kind="PasswordOther"),
        _token(kind="PasswordDigest"),
        _token(kind="PasswordDigest", password="not base64!"),
        _token(kind="PasswordDigest", password="AAAA", more="<w:Nonce>é</w:Nonce>"),
        "<u:Timestamp><u:Expires>soon</u:Expires></u:Timestamp>" + _token(),
    ],
)
def test_a_malformed_token_is_a_client_fault(soap: Soap, canned: CannedCore, content: str) -> None:
    assert soap.call(NAME_SEARCH, header=_security(content)).code == "Client.InvalidInput"
    assert not canned.credentials


def test_two_security_headers_are_a_client_fault(soap: Soap) -> None:
    assert soap.call(NAME_SEARCH, header=_security(_token()) * 2).code == "Client.InvalidInput"


def test_an_empty_security_header_leaves_it_to_http(soap: Soap) -> None:
    timestamp = "<u:Timestamp><u:Created>2026-11-01T12:00:00Z</u:Created></u:Timestamp>"
    assert not soap.call(NAME_SEARCH, header=_security(timestamp)).is_fault
    assert soap.call(NAME_SEARCH, header=_security(""), HTTP_AUTHORIZATION=None).status == 401


@pytest.mark.parametrize(
    ("expires", "passes"),
    [
        ("2026-11-01T12:05:00Z", True),
        ("2026-11-01T11:56:00Z", True),
        ("2026-11-01T11:54:00Z", False),
        ("2026-11-01T11:54:00", False),
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59-14:00", True),
    ],
)
def test_an_expired_timestamp_refuses(canned: CannedCore, expires: str, passes: bool) -> None:
    application = build_soap_application(canned.core(), public_url="http://x", clock=TestClock())
    header = _security(f"<u:Timestamp><u:Expires>{expires}</u:Expires></u:Timestamp>" + _token())
    answer = Soap(application).call(NAME_SEARCH, header=header)
    assert answer.is_fault is not passes
    assert passes or answer.code == "Client.Unauthenticated"


@pytest.mark.parametrize(
    ("environ", "secure"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "10.0.0.7"}, False),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_PROTO": "https"}, False),
        ({"REMOTE_ADDR": "10.0.0.7", "wsgi.url_scheme": "https"}, True),
    ],
)
def test_the_core_learns_whether_the_way_is_secure(canned: CannedCore, environ: dict[str, Any], secure: bool) -> None:
    soap = Soap(build_soap_application(canned.core(), public_url="http://x"), environ)
    soap.call(NAME_SEARCH)
    soap.call(NAME_SEARCH, header=_security(_token()))
    assert [getattr(credentials, "is_secure", None) for credentials, _ in canned.credentials] == [secure, secure]


def test_the_subject_narrows_by_header_and_by_block(soap: Soap, canned: CannedCore) -> None:
    soap.call(NAME_SEARCH, HTTP_SUBJECT="100")
    soap.call(
        NAME_SEARCH,
        header=f'<c:requestContext xmlns:c="{CORE}"><c:subject>101</c:subject></c:requestContext>',
        HTTP_SUBJECT="100",
    )
    assert [subject for _, subject in canned.credentials] == ["100", "101"]


def test_a_password_is_in_no_log_line(soap: Soap, canned: CannedCore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    soap.call(NAME_SEARCH, header=_security(_token(password="s3cr3t-canary")))
    soap.call("<x/>", header=_security(_token(password="s3cr3t-canary")))
    soap.send("s3cr3t-canary", HTTP_AUTHORIZATION=_basic("till-1:s3cr3t-canary"))
    canned.answers["search_customers_by_name"] = RuntimeError("unforeseen")
    soap.call(NAME_SEARCH, HTTP_X_SECRET="s3cr3t-canary")
    assert len(caplog.records) == 1
    assert "s3cr3t-canary" not in caplog.text
