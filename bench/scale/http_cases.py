"""The operations over HTTP: each call a whole request and reply of the served program, on one connection kept open."""

import base64
import http.client
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from time import time_ns
from urllib.parse import urlencode, urlsplit

from bench.data import SITE
from bench.scale.cases import DEEPEST_OFFSET, NOTHING, ONE_ROW, PAGE, REST, SESSIONM, SOAP, Case
from bench.scale.messages import POSTED, enquiry_message, json_update, search_message, update_message
from bench.scale.name_cases import TERMS, counted, matches
from bench.scale.population import Drawn, Population
from bench.scale.postcode_cases import WHOLE, found_at_postcodes
from bench.wrong import Wrong
from domain.paging import OFFSET_LIMIT, SIZE_DEFAULT
from gateway.demo.prepare import DEMO_SECRET, TILL
from gateway.demo_issuer import DEMO_PROGRAMME

_REST, _SERVICES = "/WebRestApi/rest", "/axis2/services"
_USERS = f"/priv/v1/apps/{DEMO_PROGRAMME}/users/search"
_TOKEN = re.compile(rb'nextPageToken(?:"\s*:\s*|=)"([^"]+)"')


@dataclass(slots=True)
class Till:
    """One client of the served program, on one connection."""

    address: str
    connection: http.client.HTTPConnection = field(init=False)
    authorization: str = "Basic " + base64.b64encode(f"{TILL}:{DEMO_SECRET}".encode()).decode()

    def __post_init__(self) -> None:
        """Connect with the first call."""
        parts = urlsplit(self.address)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def get(self, path: str, query: dict[str, str], *wanted: str, **headers: str) -> bytes:
        """The body of a 200 that has what is wanted in it; raises `Wrong` for another."""
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, None, wanted, headers)

    def post(self, path: str, body: str, kind: str, *wanted: str) -> bytes:
        """See `get`."""
        return self._call("POST", path, body.encode(), wanted, {"Content-Type": kind, "SOAPAction": '""'})

    def _call(
        self, method: str, path: str, body: bytes | None, wanted: tuple[str, ...], headers: dict[str, str]
    ) -> bytes:
        try:
            response = self._sent(method, path, body, headers)
        except http.client.RemoteDisconnected:
            # The program closes a connection that has been idle for long, as while other cases were measured.
            self.close()
            response = self._sent(method, path, body, headers)
        answer = response.read()
        if response.status != 200 or any(each.encode() not in answer for each in wanted):
            raise Wrong(f"{method} {path} was answered wrongly: {response.status} {answer[:300]!r}")
        return answer

    def _sent(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request(method, path, body, {"Authorization": self.authorization, **headers})
        return self.connection.getresponse()


def http_cases(population: Population, till: Till) -> Iterator[Case]:
    """All of them, called by this till."""
    yield from _name_cases(population, till)
    yield from _postcode_cases(population, till)
    prefix, numbers = f"{time_ns():x}", count()
    for name, wanted, rest, soap in (
        ("account search by card", ONE_ROW, _rest_accounts(till), _soap_accounts(till)),
        ("enquiry by number", ONE_ROW, _rest_enquiry(till), _soap_enquiry(till)),
        (
            "update",
            ONE_ROW,
            lambda drawn: till.post(
                f"{_REST}/accountBalances/update",
                json_update(f"{prefix}{next(numbers)}", drawn.account, SITE),
                "application/json",
                '"Success"',
                '"replayed":false',
            ),
            lambda drawn: till.post(
                f"{_SERVICES}/AccountBalanceService",
                update_message(f"{prefix}{next(numbers)}", drawn.account, SITE),
                POSTED,
                ">Success<",
                ":replayed>false<",
            ),
        ),
    ):
        yield Case(name, REST, _drawn(population, rest), wanted)
        yield Case(name, SOAP, _drawn(population, soap), wanted)
    found = '"external_id"'
    yield Case(
        "user by e-mail", SESSIONM, lambda n: till.get(_USERS, {"email": population.at(n).email}, found), ONE_ROW
    )
    yield Case(
        "user by phone",
        SESSIONM,
        lambda n: till.get(_USERS, {"mobile_number": f"+{population.at(n).phone}"}, found),
        ONE_ROW,
    )
    shared = {"mobile_number": f"+{population.shared_phone}"}
    yield Case("user by a phone that many share", SESSIONM, lambda _: till.get(_USERS, shared, '"validation"'), NOTHING)


def _name_cases(population: Population, till: Till) -> Iterator[Case]:
    for name, term in TERMS.items():
        most = matches(population, term)
        skip = min(OFFSET_LIMIT, most - SIZE_DEFAULT - 1)
        for road, search in ((REST, _rest_names(till, term, most > 0)), (SOAP, _soap_names(till, term, most > 0))):
            first = _page(search, {})
            yield Case(f"{name}: first page", road, first, PAGE, 0, min(most, SIZE_DEFAULT), counted(most))
            if skip > 0:
                deep = {"rowOffset": str(skip)}
                yield Case(f"{name}: row 10,000 by offset", road, _page(search, deep), DEEPEST_OFFSET, skip)
                token = _TOKEN.search(search(deep))
                if token is None:
                    raise Wrong(f"No page follows row {skip} of {name}.")
                behind = {"pageToken": token[1].decode()}
                row = skip + SIZE_DEFAULT
                # Of a name that few have, that is the last page, and nearly empty.
                shown = min(most - row, SIZE_DEFAULT)
                title = f"{name}: the page behind it, by token"
                yield Case(title, road, _page(search, behind), PAGE, row, shown, counted(most))


Search = Callable[[dict[str, str]], bytes]


def _page(search: Search, page: dict[str, str]) -> Callable[[int], bytes]:
    return lambda _: search(page)


def _drawn(population: Population, call: Callable[[Drawn], bytes]) -> Callable[[int], bytes]:
    return lambda number: call(population.at(number))


def _rest_names(till: Till, term: str, finds: bool) -> Search:  # noqa: FBT001 - whether anybody is to be found
    wanted = ("customerSearchResponse", '"surname"' if finds else "")
    return lambda page: till.get(f"{_REST}/customers/search", {"searchName": term, **page}, *wanted)


def _soap_names(till: Till, term: str, finds: bool) -> Search:  # noqa: FBT001 - see above
    wanted = ("pagedArrayList", "CustomerKey" if finds else "")

    def search(page: dict[str, str]) -> bytes:
        message = search_message("submitCustomerNameSearch", "customerNameSearchRequest", {"searchName": term}, page)
        return till.post(f"{_SERVICES}/CustomerService", message, POSTED, *wanted)

    return search


def _postcode_cases(population: Population, till: Till) -> Iterator[Case]:
    def rest(drawn: Drawn) -> bytes:
        return till.get(f"{_REST}/customers/search", {"searchPostcode": drawn.postcode}, '"surname"')

    def soap(drawn: Drawn) -> bytes:
        operation, request = "submitCustomerPostcodeSearch", "customerPostcodeSearchRequest"
        message = search_message(operation, request, {"searchPostcode": drawn.postcode})
        return till.post(f"{_SERVICES}/CustomerService", message, POSTED, "CustomerKey")

    looked_at = found_at_postcodes(population, WHOLE)
    for road, search in ((REST, rest), (SOAP, soap)):
        yield Case("postcode search", road, _drawn(population, search), ONE_ROW, 0, *looked_at)


def _rest_accounts(till: Till) -> Callable[[Drawn], bytes]:
    return lambda drawn: till.get(f"{_REST}/accounts/search", {"pan": drawn.card}, f'"{drawn.account}"')


def _soap_accounts(till: Till) -> Callable[[Drawn], bytes]:
    return lambda drawn: till.post(
        f"{_SERVICES}/CustomerService",
        search_message("submitLoyaltyAccountSearch", "loyaltyAccountSearchRequest", {"pan": drawn.card}),
        POSTED,
        drawn.account,
    )


def _rest_enquiry(till: Till) -> Callable[[Drawn], bytes]:
    return lambda drawn: till.get(f"{_REST}/accounts/customerLoyaltyAccount/{drawn.account}", {}, '"Success"')


def _soap_enquiry(till: Till) -> Callable[[Drawn], bytes]:
    return lambda drawn: till.post(
        f"{_SERVICES}/AccountBalanceService", enquiry_message(drawn.account), POSTED, ">Success<"
    )
