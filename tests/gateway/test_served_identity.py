"""Every kind of credentials at the served program, with two processes on one database."""

import base64
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from domain.identity.create_credential import CreateCredential, NewCredential
from domain.identity.revoke_credential import RevokeCredential
from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import Gateway, build_core
from tests.adapters.tokens import AUDIENCE, ISSUER, jwks_of, rsa_key, signed
from tests.domain.identity.world import digest
from tests.gateway.shop import ACCOUNT, CLUB, PASSWORD, PERSON, TILL, furnish
from tests.services.gateway import ACCESS, SECRETS, ServedGateway, serve
from tests.wsdl.soap import NAME_SEARCH, enveloped

KEY = rsa_key("one")
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
LOYALTY = "/WebRestApi/rest/loyalty"
ENQUIRY = f"/WebRestApi/rest/accounts/customerLoyaltyAccount/{ACCOUNT}"


@dataclass
class Door:
    """The served program, and its database from behind."""

    served: ServedGateway
    behind: Gateway
    secret: str

    def soap(self, header: str) -> requests.Response:
        """A name search with this security header."""
        return requests.post(
            f"{self.served.url}/axis2/services/CustomerService",
            data=enveloped(NAME_SEARCH, header=header).encode(),
            headers={"Content-Type": "text/xml; charset=utf-8"},
            timeout=20,
        )

    def rest(self, path: str, **more: Any) -> requests.Response:
        """A GET on the REST face."""
        return requests.get(self.served.url + path, timeout=20, **more)

    def token(self, scope: str = "", secret: str = "") -> requests.Response:
        """A request for an access token."""
        form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
        auth = ("till-digest", secret or self.secret)
        return requests.post(f"{self.served.url}/oauth2/token", data=form, auth=auth, timeout=20)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Two processes that serve a furnished shop with a till for digests, and trust one issuer of customers' tokens."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_template").copy_to(tmp_path_factory.mktemp("identity"))
        yield from _door_at(url)
    else:
        with request.getfixturevalue("postgresql_server").migrated_database() as url:
            yield from _door_at(url)


def _door_at(url: str) -> Iterator[Door]:
    furnish(url)
    behind = build_core(Settings(store=StoreSettings(database_url=url), access=ACCESS))
    identity = behind.identity
    create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, behind.clock)
    secret = create(NewCredential(CLUB.code, "till-digest", allows_digest=True)).secret
    issuer = {"issuer": ISSUER, "audience": AUDIENCE, "programme": CLUB.code, "jwks": jwks_of(KEY)}
    settings = {"PROCESSES": "2", "CREDENTIAL_MEMORY_SECONDS": "0", "CUSTOMER_ISSUERS": json.dumps([issuer])}
    with closing(behind), serve(url, **settings) as served:
        yield Door(served, behind, secret)


def security(name: str, password: str, kind: str, more: str = "") -> str:
    return (
        f'<w:Security xmlns:w="{WSS}-wssecurity-secext-1.0.xsd" xmlns:u="{WSS}-wssecurity-utility-1.0.xsd" '
        f's:mustUnderstand="1"><w:UsernameToken><w:Username>{name}</w:Username>'
        f'<w:Password Type="{WSS}-username-token-profile-1.0#{kind}">{password}</w:Password>{more}'
        "</w:UsernameToken></w:Security>"
    )


def digest_header(secret: str, created: datetime | None = None) -> str:
    moment = f"{created or datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    made = digest("till-digest", secret, moment, os.urandom(16))
    nonce, password = (base64.b64encode(each).decode() for each in (made.nonce, made.digest))
    return security(
        "till-digest", password, "PasswordDigest", f"<w:Nonce>{nonce}</w:Nonce><u:Created>{moment}</u:Created>"
    )


def customer_token(**more: Any) -> dict[str, str]:
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": PERSON.number, "exp": now + 600, "iat": now * 1000, **more}
    return {"id_token": signed(claims, KEY)}


def test_a_digest_opens(door: Door) -> None:
    assert door.soap(digest_header(door.secret)).status_code == 200


def test_a_text_token_opens(door: Door) -> None:
    assert door.soap(security(TILL, PASSWORD, "PasswordText")).status_code == 200


def test_of_one_message_sent_many_times_at_once_to_two_processes_one_is_taken(door: Door) -> None:
    header = digest_header(door.secret)
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(door.soap, [header] * 32))
    assert sorted(reply.status_code == 200 for reply in replies) == [False] * 31 + [True]
    refused = next(reply for reply in replies if reply.status_code != 200)
    assert "Unauthenticated" in refused.text
    assert "nonce" not in refused.text.lower()
    assert any(line.get("reason") == "the nonce was used before" for line in door.served.lines)


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_an_old_or_early_digest_is_refused(door: Door, seconds: int) -> None:
    created = datetime.fromtimestamp(datetime.now(UTC).timestamp() + seconds, UTC)
    assert "Unauthenticated" in door.soap(digest_header(door.secret, created)).text


def test_an_access_token_opens_what_its_scope_says(door: Door) -> None:
    reply = door.token("enquire-balance").json()
    bearer = {"Authorization": f"Bearer {reply['access_token']}"}
    assert (reply["token_type"], reply["scope"]) == ("Bearer", "enquire-balance")
    assert door.rest(ENQUIRY, headers=bearer).status_code == 200
    search = "/WebRestApi/rest/customers/search?searchName=a"
    assert door.rest(search, headers=bearer).status_code == 403


def test_no_token_for_a_wrong_secret_or_a_scope_that_is_not_there(door: Door) -> None:
    wrong = door.token(secret="wrong")
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    wide = door.token("launch-rockets")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


def test_a_revoked_credential_takes_its_tokens_along_in_every_process(door: Door) -> None:
    identity = door.behind.identity
    create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, door.behind.clock)
    secret = create(NewCredential(CLUB.code, "till-lost")).secret
    form = {"grant_type": "client_credentials", "client_id": "till-lost", "client_secret": secret}
    token = requests.post(f"{door.served.url}/oauth2/token", data=form, timeout=20).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert {door.rest(ENQUIRY, headers=bearer).status_code for _ in range(8)} == {200}
    RevokeCredential(identity.records, door.behind.clock)("till-lost")
    assert {door.rest(ENQUIRY, headers=bearer).status_code for _ in range(8)} == {401}


def test_a_customer_reaches_the_own_account_only(door: Door) -> None:
    assert door.rest(ENQUIRY, headers=customer_token()).status_code == 200
    stranger = door.rest(ENQUIRY, headers=customer_token(sub="777002"))
    assert ACCOUNT not in stranger.text.replace(ENQUIRY, "")
    assert stranger.json().get("outcome") != "Success"


@pytest.mark.parametrize("wrong", [{"exp": 1}, {"iss": "https://evil.example.com/"}, {"aud": "other"}, {"sub": ""}])
def test_a_customers_token_that_does_not_hold_is_refused(door: Door, wrong: dict[str, Any]) -> None:
    assert door.rest(ENQUIRY, headers=customer_token(**wrong)).status_code == 401


def test_a_subject_header_against_the_token_is_refused(door: Door) -> None:
    reply = door.rest(ENQUIRY, headers={**customer_token(), "subject": "777002"})
    assert reply.status_code == 403


def test_a_password_that_came_by_an_open_line_is_refused_with_what_to_do(door: Door) -> None:
    """A call that somebody forwarded is not one from this machine."""
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    reply = door.rest(ENQUIRY, auth=(TILL, PASSWORD), headers=forwarded)
    assert reply.status_code == 401
    assert "TLS" in reply.text


def test_unknown_names_and_wrong_secrets_look_the_same(door: Door) -> None:
    seen = set()
    for name in (TILL, "nobody", "till-digest"):
        reply = door.rest(ENQUIRY, auth=(name, "wrong"), headers={"X-Correlation-ID": "same"})
        body = {key: value for key, value in reply.json().items() if key not in {"instance", "correlationId"}}
        headers = {key: value for key, value in reply.headers.items() if key.lower() not in {"date", "connection"}}
        seen.add((reply.status_code, json.dumps(body, sort_keys=True), json.dumps(headers, sort_keys=True)))
    assert len(seen) == 1


def test_no_secret_is_in_any_line_of_the_log(door: Door) -> None:
    secret_texts = [door.secret, PASSWORD, base64.b64encode(f"{TILL}:{PASSWORD}".encode()).decode(), *SECRETS.values()]
    door.rest(ENQUIRY, auth=("name", "password-canary"))
    door.rest(ENQUIRY, headers={"id_token": "id-token-canary"})
    log = door.served.log
    assert "Unauthenticated" in log
    for text in (*secret_texts, "password-canary", "id-token-canary"):
        assert text not in log
