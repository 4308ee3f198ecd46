"""Receipts may be larger than other messages, at exactly the addresses that take them, in the served program."""

from collections.abc import Iterator

import pytest
import requests

from tests.gateway.shop import PASSWORD, TILL, furnish
from tests.services.gateway import ServedGateway, serve
from tests.services.sqlite import SQLiteTemplate
from tests.wsdl.soap import enveloped

SMALL, LARGE = 64 * 1024, 128 * 1024
RECEIPTS = (
    "/tickets",
    "/tickets/",
    "/tickets/preview",
    "/api/2.0/send_transaction",
    "/axis2/services/PosTicketService",
    "/axis2/services/v1/PosTicketService",
    "/axis2/services/PosTicketService.PosTicketServiceHttpSoap12Endpoint/",
)
OTHERS = (
    "/tickets/attributions",
    "/api/2.0/lookup",
    "/priv/v1/apps/CLUB/users",
    "/WebRestApi/rest/accountBalances/update",
    "/oauth2/token",
    "/axis2/services/AccountBalanceService",
    "/axis2/services/CustomerService",
    "/axis2/services/v1/CustomerService",
)
TOO_LARGE = ("TooLarge", "larger than the gateway accepts")


@pytest.fixture(scope="module")
def gateway(sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedGateway]:
    """A gateway whose receipts may be twice as large as its other messages."""
    url = sqlite_template.copy_to(tmp_path_factory.mktemp("sizes"))
    furnish(url)
    with serve(url, TICKET_BODY_LIMIT_BYTES=str(LARGE)) as served:
        yield served


def is_too_large(gateway: ServedGateway, path: str, size: int, *, in_chunks: bool) -> bool:
    """Whether a message of this size is refused for it; what it says is refused too, once somebody has read it."""
    soap = "/axis2/" in path
    empty = enveloped('<a b=""/>').encode() if soap else b'{"a": ""}'
    body = empty.replace(b'""', b'"%s"' % (b"x" * (size - len(empty))))
    assert len(body) == size
    reply = requests.post(
        gateway.url + path,
        data=iter([body[:SMALL], body[SMALL:]]) if in_chunks else body,
        headers={"Content-Type": "text/xml" if soap else "application/json"},
        auth=(TILL, PASSWORD),
        timeout=20,
    )
    assert reply.status_code not in {401, 403, 404, 405, 503}, reply.text
    return any(each in reply.text for each in TOO_LARGE)


@pytest.mark.parametrize("in_chunks", [False, True])
@pytest.mark.parametrize(("paths", "limit"), [(RECEIPTS, LARGE), (OTHERS, SMALL)])
def test_each_address_takes_its_limit_and_not_a_byte_more(
    gateway: ServedGateway, paths: tuple[str, ...], limit: int, in_chunks: bool
) -> None:
    told = {
        path: [is_too_large(gateway, path, size, in_chunks=in_chunks) for size in (limit, limit + 1)] for path in paths
    }
    assert told == {path: [False, True] for path in paths}
