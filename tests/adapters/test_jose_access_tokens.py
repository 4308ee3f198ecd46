"""Tills' access tokens on the wire."""

from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey

from adapters.jose_access_tokens import JoseAccessTokens
from domain.identity.caller import TILL_OPERATIONS, Operation
from domain.identity.ports import TokenClaims
from domain.identity.rejection import Reason, RejectedError
from tests.adapters.tokens import AUDIENCE, GOOD, ISSUER, rsa_key, signed
from tests.builders import START, TestClock

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
CLAIMS = TokenClaims(7, 3, TILL_OPERATIONS, START + timedelta(minutes=15))


def tokens_of(*keys: bytes, issuer: str = "gateway", audience: str = "gateway") -> JoseAccessTokens:
    return JoseAccessTokens(keys or [KEY], issuer, audience, TestClock())


def refused(tokens: JoseAccessTokens, token: str) -> Reason:
    with pytest.raises(RejectedError) as error:
        tokens.read(token)
    return error.value.reason


@pytest.mark.parametrize("operations", [TILL_OPERATIONS, frozenset({Operation.ENQUIRE_BALANCE}), frozenset()])
def test_a_token_says_what_was_signed(operations: frozenset[Operation]) -> None:
    claims = TokenClaims(7, 3, operations, START + timedelta(minutes=15))
    assert tokens_of().read(tokens_of().sign(claims)) == claims


def test_no_two_tokens_are_the_same() -> None:
    assert tokens_of().sign(CLAIMS) != tokens_of().sign(CLAIMS)


def test_a_token_ends_to_the_second() -> None:
    clock = TestClock()
    tokens = JoseAccessTokens([KEY], "gateway", "gateway", clock)
    token = tokens.sign(CLAIMS)
    clock.moment = CLAIMS.expires_at
    assert refused(tokens, token) is Reason.TOKEN_EXPIRED


def test_keys_are_changed_by_putting_a_new_one_in_front() -> None:
    old = tokens_of(KEY).sign(CLAIMS)
    assert tokens_of(OTHER_KEY, KEY).read(old) == CLAIMS
    assert refused(tokens_of(OTHER_KEY), old) is Reason.TOKEN_INVALID
    assert tokens_of(OTHER_KEY).read(tokens_of(OTHER_KEY, KEY).sign(CLAIMS)) == CLAIMS


@pytest.mark.parametrize("other", [{"issuer": "elsewhere"}, {"audience": "elsewhere"}])
def test_a_token_of_another_installation_is_refused(other: dict[str, str]) -> None:
    assert refused(tokens_of(), tokens_of(**other).sign(CLAIMS)) is Reason.TOKEN_INVALID


def _said(**more: Any) -> dict[str, Any]:
    return {"iss": "gateway", "aud": "gateway", "sub": "7", "ver": 3, "scope": "", "exp": GOOD["exp"], **more}


def test_the_right_key_signs_tokens_of_its_own_type_only() -> None:
    """So that no other text that is ever signed with this key opens anything."""
    key = OctKey.import_key(KEY)
    kid = tokens_of()._first
    assert tokens_of().read(signed(_said(), key, "HS256", kid=kid, typ="at+jwt")).credential_id == 7
    assert refused(tokens_of(), signed(_said(), key, "HS256", kid=kid)) is Reason.TOKEN_INVALID
    assert refused(tokens_of(), signed(_said(), key, "HS512", kid=kid, typ="at+jwt")) is Reason.TOKEN_INVALID


@pytest.mark.parametrize("kid", ["", "other"])
def test_a_key_that_is_not_known_is_refused(kid: str) -> None:
    token = signed(_said(), OctKey.import_key(OTHER_KEY), "HS256", kid=kid, typ="at+jwt")
    assert refused(tokens_of(), token) is Reason.TOKEN_INVALID


def test_a_customers_token_is_no_access_token() -> None:
    assert refused(tokens_of(), signed(GOOD, rsa_key("one"))) is Reason.TOKEN_INVALID
    as_access = signed(_said(iss=ISSUER, aud=AUDIENCE), rsa_key("one"), typ="at+jwt")
    assert refused(tokens_of(), as_access) is Reason.TOKEN_INVALID


@pytest.mark.parametrize("text", ["", "..", "a.b.c", "\ud800", pytest.param("x" * 100_000, id="long")])
def test_text_that_is_no_token_is_refused(text: str) -> None:
    assert refused(tokens_of(), text) is Reason.TOKEN_INVALID


@pytest.mark.parametrize("keys", [[], [b"short"], [KEY, b""]])
def test_a_short_key_is_refused(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        JoseAccessTokens(keys, "gateway", "gateway", TestClock())
