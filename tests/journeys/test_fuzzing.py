"""Random messages at the whole gateway in this process: no fault of its own, nothing that isn't its protocol, and no
point that moves without saying so.

FUZZ_EXAMPLES=100000 in the environment makes a long campaign of it. What one finds becomes a seed: an XML document in
`tests/wsdl/hostile/seeds`, or an example here.
"""

import base64
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway.application import build_application
from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import build_core
from tests.gateway.shop import ACCOUNT, PASSWORD, TILL, furnish
from tests.journeys.json_texts import BROKEN, VALUES
from tests.journeys.value_forms import TEXTS
from tests.services.gateway import ACCESS
from tests.services.sqlite import SQLiteTemplate
from tests.wsdl.hostile.document import ANY_CLIENT
from tests.wsdl.soap import NAME_SEARCH, Answer, enveloped, update_of
from wsdl.names import CORE, RETAIL, SOAP11, VERSIONS, WSSE, WSU, XSI, SoapVersion

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "80"))
bounded = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
UPDATE_PATH = "/WebRestApi/rest/accountBalances/update"
MEMBERS: dict[str, Any] = {
    "transactionId": "1",
    "deviceId": {"@type": "deviceKey", "id": "d"},
    "accountId": ACCOUNT,
    "accountType": "customerLoyaltyAccount",
    "updateAmount": 1,
    "status": "COMPLETED",
}


@dataclass
class House:
    """The gateway, and a count of its movements."""

    application: Any
    movements: Callable[[], int]
    asked: dict[int, int] = field(default_factory=dict)

    def send(
        self, path: str, body: bytes = b"", method: str = "POST", **environ: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body."""
        path, _, query = path.partition("?")
        authorization = base64.b64encode(f"{TILL}:{PASSWORD}".encode()).decode()
        whole = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "HTTP_AUTHORIZATION": f"Basic {authorization}",
            **environ,
        }
        told: list[Any] = []
        reply = b"".join(self.application(whole, lambda status, headers, *_: told.append((status, headers))))
        ((status, headers),) = told
        self.asked[int(status[:3])] = self.asked.get(int(status[:3]), 0) + 1
        return int(status[:3]), {name.lower(): value for name, value in headers}, reply


@pytest.fixture(scope="module")
def house(sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The gateway over a shop's database."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("fuzzing"))
    furnish(url)
    gateway = build_core(Settings(store=StoreSettings(database_url=url), access=ACCESS))
    yield House(build_application(gateway), lambda: int(gateway.reader.row("SELECT count(*) FROM movement")[0]))
    gateway.close()


def hold_soap(house: House, sent: bytes, version: SoapVersion, **environ: str) -> None:
    """Send it to both services; the answer is SOAP, and a fault has moved nothing."""
    before = house.movements()
    for service in ("CustomerService", "AccountBalanceService"):
        kind = {"CONTENT_TYPE": f"{version.media_type}; charset=utf-8", **environ}
        answer = Answer(*house.send(f"/axis2/services/{service}", sent, **kind))
        if answer.is_fault:
            assert answer.code.startswith("Client.") or answer.code in ANY_CLIENT, answer.body
        elif answer.value("outcome") == "" and "Success" in answer.body.decode():
            before = house.movements()
    assert house.movements() == before


def hold_rest(house: House, path: str, body: bytes = b"", method: str = "POST", **environ: str) -> int:
    """Send it; the answer is JSON, no fault of the gateway's own, and a problem has moved nothing. The status."""
    before = house.movements()
    status, headers, reply = house.send(path, body, method, **environ)
    assert status < 500, (status, reply)
    assert "json" in headers["content-type"]
    told = json.loads(reply)
    if status != 200:
        assert told["moved"] is False
        assert house.movements() == before
    return status


UPDATE = update_of(
    "<transactionId>1</transactionId><deviceId>d</deviceId>"
    f"<accountId>{ACCOUNT}</accountId><accountType>customerLoyaltyAccount</accountType><updateAmount>1</updateAmount>"
)
HEADER = (
    f'<w:Security xmlns:w="{WSSE}" xmlns:u="{WSU}"><u:Timestamp><u:Expires>2099-01-01T00:00:00Z</u:Expires></u:Timestamp>'
    f'</w:Security><c:requestContext xmlns:c="{CORE}"><c:idempotencyKey>k</c:idempotencyKey></c:requestContext>'
)
LOCALS = (
    "searchName",
    "accountBalanceUpdate",
    "Body",
    "Header",
    "Security",
    "requestContext",
    "updateAmount",
    "pageInfo",
    "x",
)
SPACES = ("", CORE, RETAIL, WSSE, WSU, XSI, *(version.namespace for version in VERSIONS), "urn:x")
NAMES = st.builds(
    lambda space, local: f"{{{space}}}{local}" if space else local, st.sampled_from(SPACES), st.sampled_from(LOCALS)
)
CONTENT = st.one_of(
    st.sampled_from([text for text in TEXTS if text.isprintable()]),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30
    ),
    st.integers().map(str),
)
ATTRIBUTES = st.sampled_from(
    [f"{{{XSI}}}type", f"{{{XSI}}}nil", "href", "id", f"{{{WSU}}}Id", *(v.tag("mustUnderstand") for v in VERSIONS)]
    + [v.tag(v.role_attribute) for v in VERSIONS]
    + [v.tag("encodingStyle") for v in VERSIONS]
)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.integers(0, 40), NAMES),
        st.tuples(st.just("text"), st.integers(0, 40), CONTENT),
        st.tuples(st.just("tail"), st.integers(0, 40), CONTENT),
        st.tuples(st.just("attribute"), st.integers(0, 40), st.tuples(ATTRIBUTES, CONTENT)),
        st.tuples(st.just("remove"), st.integers(0, 40), st.none()),
        st.tuples(st.just("double"), st.integers(0, 40), st.integers(1, 5)),
        st.tuples(st.just("move"), st.integers(0, 40), st.integers(0, 40)),
        st.tuples(st.just("insert"), st.integers(0, 40), NAMES),
    ),
    min_size=1,
    max_size=6,
)


def changed(whole: str, changes: list[tuple[str, int, Any]]) -> bytes:
    """The document after these changes; those that can't be made are left out."""
    root = etree.fromstring(whole.encode())
    for change, place, value in changes:
        elements = list(root.iter("*"))
        element = elements[place % len(elements)]
        if element is root:
            _change_in_place(element, change, value)
        elif change == "remove":
            element.getparent().remove(element)  # type: ignore[union-attr]
        elif change == "double":
            for _ in range(value):
                element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))
        elif change == "move":
            other = elements[value % len(elements)]
            if element not in (other, *other.iterancestors()):
                other.append(element)
        else:
            _change_in_place(element, change, value)
    return etree.tostring(root)


def _change_in_place(element: etree._Element, change: str, value: Any) -> None:
    match change:
        case "rename":
            element.tag = value
        case "text":
            element.text = value
        case "tail" if element.getparent() is not None:
            element.tail = value
        case "attribute":
            element.set(*value)
        case "insert":
            etree.SubElement(element, value)


@bounded
@given(st.sampled_from([NAME_SEARCH, UPDATE]), st.sampled_from(VERSIONS), st.sampled_from(["", HEADER]), CHANGES)
def test_a_soap_message_with_its_elements_mixed_up(
    house: House, body: str, version: SoapVersion, header: str, changes: list[tuple[str, int, Any]]
) -> None:
    hold_soap(house, changed(enveloped(body, version, header), changes), version)


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
MEMBER_NAMES = st.sampled_from(
    [*MEMBERS, "expiryTime", "dateTimeUpdated", "currencyId", "referenceId", "cardNumber", "locationId"]
)


@bounded
@given(st.dictionaries(MEMBER_NAMES, JSON, max_size=4), st.sets(st.sampled_from(list(MEMBERS)), max_size=2))
def test_a_json_message_with_other_members(house: House, others: dict[str, Any], left_out: set[str]) -> None:
    update = {name: value for name, value in {**MEMBERS, **others}.items() if name not in left_out}
    hold_rest(house, UPDATE_PATH, json.dumps(update).encode())


@bounded
@given(st.binary(max_size=12), st.integers(0, 200), st.integers(0, 30), st.booleans())
def test_a_json_message_with_other_bytes(house: House, bytes_: bytes, place: int, cut: int, is_put: bool) -> None:
    sent = json.dumps(MEMBERS).encode()
    place %= len(sent)
    hold_rest(house, UPDATE_PATH, sent[:place] + bytes_ + sent[place if is_put else place + cut :])


HEADER_NAMES = (
    "AUTHORIZATION IDEMPOTENCY_KEY SUBJECT ENACTOR_LOCATION_ID ENACTOR_DEVICE_ID ENACTOR_USER_ID X_CORRELATION_ID TRACEPARENT "
    "SOAPACTION ACCEPT ACCEPT_ENCODING COOKIE RANGE IF_NONE_MATCH ID_TOKEN HOST ORIGIN EXPECT FORWARDED X_FORWARDED_PROTO "
    "CONTENT_ENCODING"
)
HEADERS = st.dictionaries(
    st.sampled_from(HEADER_NAMES.split()),
    st.one_of(
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40),
        st.sampled_from(
            ["Basic", "Basic Og==", "Basic !", "Bearer x", "Bearer", "Digest a=b", "gzip", '"', '"k"', "0", "\x7f"]
        ),
        st.binary(max_size=30).map(lambda secret: "Basic " + base64.b64encode(secret).decode()),
    ),
    min_size=1,
    max_size=5,
)
CONTENT_TYPES = st.one_of(
    st.sampled_from(
        ["", "text/xml", "application/soap+xml; action=x", 'text/xml; charset="', "multipart/related; boundary=x"]
    ),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=60),
)


@bounded
@given(HEADERS, CONTENT_TYPES)
def test_headers_of_any_kind(house: House, headers: dict[str, str], content_type: str) -> None:
    sent = {f"HTTP_{name}": value for name, value in headers.items()}
    status, told, _ = house.send(
        "/axis2/services/AccountBalanceService", enveloped(UPDATE).encode(), CONTENT_TYPE=content_type, **sent
    )
    assert told["content-type"].startswith(("text/xml", "application/soap+xml"))
    assert status in {200, 401, 415, 500, 400}
    hold_rest(house, UPDATE_PATH, json.dumps(MEMBERS).encode(), CONTENT_TYPE=content_type, **sent)
    hold_rest(house, UPDATE_PATH, json.dumps(MEMBERS).encode(), **sent)
    hold_rest(house, "/WebRestApi/rest/customers/search?searchName=a", b"", "GET", **sent)


@bounded
@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=60),
    st.sampled_from(["GET", "POST", "PUT", "TRACE", "X"]),
)
def test_queries_and_paths_of_any_kind(house: House, text: str, method: str) -> None:
    for path in ("/customers/search?", "/accounts/search?", "/loyalty?", "/accounts/", "/loyalty/", "/"):
        hold_rest(house, f"/WebRestApi/rest{path}{text}", b"", method)


@pytest.mark.parametrize("sent", BROKEN, ids=lambda sent: repr(sent[:30]))
def test_what_is_no_json_object_is_refused(house: House, sent: bytes) -> None:
    # Where it is an object so far, it has all the members that an update needs: nothing else is wrong with it.
    if sent.startswith(b'{"'):
        sent = json.dumps({**MEMBERS, "transactionId": "broken"}).encode()[:-1] + b", " + sent[1:]
    assert hold_rest(house, UPDATE_PATH, sent) == 400


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value[:30]))
def test_any_value_in_a_member_that_nobody_reads_is_let_pass(house: House, value: bytes) -> None:
    sent = json.dumps({**MEMBERS, "transactionId": "values"}).encode()[:-1] + b', "somethingElse": ' + value + b"}"
    assert hold_rest(house, UPDATE_PATH, sent) == 200


def test_naughty_strings_break_nothing(house: House) -> None:
    """Each in every place of every kind: path, query, header, member, SOAP value."""
    for text in TEXTS:
        raw = text.encode("utf-8", "surrogatepass").decode("latin-1")
        for path in (f"/accounts/{raw}/{raw}", f"/loyalty/{raw}", "/customers", "/loyalty"):
            hold_rest(
                house, f"/WebRestApi/rest{path}", b"", "GET", HTTP_SUBJECT=raw.replace("\r", " ").replace("\n", " ")
            )
        hold_rest(house, UPDATE_PATH, json.dumps(dict.fromkeys(MEMBERS, text)).encode())
        body = UPDATE.replace(ACCOUNT, text.replace("&", "&amp;").replace("<", "&lt;"))
        hold_soap(house, enveloped(body).encode("utf-8", "surrogatepass"), SOAP11)
    assert 200 in house.asked
