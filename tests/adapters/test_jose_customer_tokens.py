"""Customers' tokens: one algorithm, known issuers, keys and times; everything else is refused."""

import base64
import hmac
import itertools
import json
import random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from adapters.jose_customer_tokens import JoseCustomerTokens
from adapters.json_web_keys import JsonWebKeys
from adapters.trusted_issuers import TrustedIssuer
from domain.errors import NotAllowed, Unauthenticated
from domain.identity.authenticate import Authenticate
from domain.identity.caller import CUSTOMER_OPERATIONS
from domain.identity.check_customer_token import CheckCustomerToken
from domain.identity.ports import CustomerClaims
from domain.identity.presented import CustomerCredentials
from domain.identity.rejection import Reason, RejectedError
from tests.adapters.tokens import AUDIENCE, GOOD, ISSUER, NOW, jwks_of, rsa_key, signed
from tests.builders import TestClock
from tests.domain.identity.world import CLUB
from tests.fakes.programme_reader import FakeProgrammes

KEY, OTHER_KEY = rsa_key("one"), rsa_key("two")
OTHER_ISSUER = "https://other.example.com/"


@pytest.fixture
def tokens() -> JoseCustomerTokens:
    """Two issuers, each with a key and a programme of its own."""
    return JoseCustomerTokens(
        [
            TrustedIssuer(ISSUER, AUDIENCE, "CLUB", JsonWebKeys(jwks_of(KEY))),
            TrustedIssuer(ISSUER, "second-app", "SECOND", JsonWebKeys(jwks_of(KEY))),
            TrustedIssuer(OTHER_ISSUER, AUDIENCE, "OTHER", JsonWebKeys(jwks_of(OTHER_KEY))),
        ],
        TestClock(),
    )


def refused(tokens: JoseCustomerTokens, token: str) -> Reason:
    with pytest.raises(RejectedError) as error:
        tokens.read(token)
    return error.value.reason


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def parts(header: Any, claims: Any) -> str:
    """A token without signature, of whatever is given."""
    texts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, claims, b"")]
    return ".".join(encoded(text) for text in texts)


def test_a_good_token_says_programme_and_customer(tokens: JoseCustomerTokens) -> None:
    assert tokens.read(signed(GOOD, KEY)) == CustomerClaims("CLUB", "100")
    assert tokens.read(signed({**GOOD, "aud": "second-app"}, KEY)) == CustomerClaims("SECOND", "100")
    assert tokens.read(signed({**GOOD, "iss": OTHER_ISSUER}, OTHER_KEY)) == CustomerClaims("OTHER", "100")


@pytest.mark.parametrize(
    "more",
    [
        {"aud": [AUDIENCE]},
        {"aud": ["elsewhere", AUDIENCE]},
        {"iat": NOW * 1000},
        {"iat": "yesterday"},
        {"exp": NOW + 600.5},
        {"exp": NOW + 1},
        {"nbf": NOW},
        {"nbf": NOW + 60},
        {"email_verified": False, "updated_at": "2021", "phone_number_verified": False},
    ],
)
def test_what_issuers_may_say_is_taken(tokens: JoseCustomerTokens, more: dict[str, Any]) -> None:
    assert tokens.read(signed({**GOOD, **more}, KEY)).customer_number == "100"


def test_header_names_that_are_not_known_are_passed_by(tokens: JoseCustomerTokens) -> None:
    assert tokens.read(signed(GOOD, KEY, x5t="abc", nonce="n")).customer_number == "100"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"exp": NOW}, Reason.TOKEN_EXPIRED),
        ({"exp": NOW - 3600}, Reason.TOKEN_EXPIRED),
        ({"exp": 0}, Reason.TOKEN_EXPIRED),
        ({"exp": None}, Reason.TOKEN_INVALID),
        ({"exp": True}, Reason.TOKEN_INVALID),
        ({"exp": str(NOW + 600)}, Reason.TOKEN_INVALID),
        ({"exp": (NOW + 600) * 1000}, Reason.TOKEN_INVALID),
        ({"exp": float("nan")}, Reason.TOKEN_INVALID),
        ({"exp": float("inf")}, Reason.TOKEN_INVALID),
        ({"exp": 10**400}, Reason.TOKEN_INVALID),
        ({"nbf": NOW + 61}, Reason.TOKEN_NOT_YET_VALID),
        ({"nbf": "soon"}, Reason.TOKEN_INVALID),
        ({"iss": "https://evil.example.com/"}, Reason.ISSUER_UNKNOWN),
        ({"iss": None}, Reason.ISSUER_UNKNOWN),
        ({"iss": [ISSUER]}, Reason.ISSUER_UNKNOWN),
        ({"aud": "another-app"}, Reason.ISSUER_UNKNOWN),
        ({"aud": []}, Reason.ISSUER_UNKNOWN),
        ({"aud": {AUDIENCE: 1}}, Reason.ISSUER_UNKNOWN),
        ({"aud": [AUDIENCE, "second-app"]}, Reason.ISSUER_UNKNOWN),
        ({"sub": None}, Reason.SUBJECT_MALFORMED),
        ({"sub": 100}, Reason.SUBJECT_MALFORMED),
    ],
)
def test_claims_that_do_not_hold_are_refused(tokens: JoseCustomerTokens, more: dict[str, Any], reason: Reason) -> None:
    assert refused(tokens, signed({**GOOD, **more}, KEY)) is reason


@pytest.mark.parametrize("name", ["exp", "iss", "aud", "sub"])
def test_a_claim_that_is_needed_may_not_be_missing(tokens: JoseCustomerTokens, name: str) -> None:
    refused(tokens, signed({key: value for key, value in GOOD.items() if key != name}, KEY))


def test_a_key_of_one_issuer_signs_nothing_for_another(tokens: JoseCustomerTokens) -> None:
    """Nor by naming the other's key, nor by taking its name for one's own."""
    assert refused(tokens, signed(GOOD, OTHER_KEY)) is Reason.KEY_UNKNOWN
    assert refused(tokens, signed(GOOD, OTHER_KEY, kid="one")) is Reason.TOKEN_INVALID


class TestAlgorithmConfusion:
    """The token names the algorithm; the gateway does not listen."""

    @pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, [], {}, 1])
    def test_no_algorithm(self, tokens: JoseCustomerTokens, alg: Any) -> None:
        assert refused(tokens, parts({"alg": alg, "kid": "one"}, GOOD)) is Reason.TOKEN_INVALID
        stolen = signed(GOOD, KEY).rpartition(".")[2]
        head = parts({"alg": alg, "kid": "one"}, GOOD).rpartition(".")[0]
        assert refused(tokens, f"{head}.{stolen}") is Reason.TOKEN_INVALID

    @pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
    def test_the_public_key_as_a_shared_secret(self, tokens: JoseCustomerTokens, alg: str) -> None:
        for form in (KEY.as_pem(private=False), KEY.as_der(private=False), jwks_of(KEY).encode()):
            head = parts({"alg": alg, "kid": "one"}, GOOD).rpartition(".")[0]
            signature = hmac.digest(form, head.encode(), f"sha{alg[2:]}")
            assert refused(tokens, f"{head}.{encoded(signature)}") is Reason.TOKEN_INVALID

    @pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
    def test_another_algorithm_of_the_right_key(self, tokens: JoseCustomerTokens, alg: str) -> None:
        assert refused(tokens, signed(GOOD, KEY, alg)) is Reason.TOKEN_INVALID

    def test_a_key_that_the_token_brings_along(self, tokens: JoseCustomerTokens) -> None:
        own = rsa_key("own")
        brought: dict[str, Any] = {
            "jwk": own.as_dict(private=False),
            "jku": "https://evil.example.com/",
            "x5c": ["MIIB"],
        }
        assert refused(tokens, signed(GOOD, own, kid="one", **brought)) is Reason.TOKEN_INVALID


def test_a_critical_header_that_is_not_known_is_refused(tokens: JoseCustomerTokens) -> None:
    head = parts({"alg": "RS256", "kid": "one", "crit": ["exp"], "exp": NOW + 600}, GOOD).rpartition(".")[0]
    key: Any = KEY.private_key
    signature = key.sign(head.encode(), PKCS1v15(), SHA256())
    assert refused(tokens, f"{head}.{encoded(signature)}") is Reason.TOKEN_INVALID


def test_every_changed_byte_is_noticed(tokens: JoseCustomerTokens) -> None:
    token = signed(GOOD, KEY)
    head, payload, signature = token.split(".")
    other = signed({**GOOD, "sub": "101"}, KEY).split(".")
    refused(tokens, f"{head}.{other[1]}.{signature}")
    refused(tokens, f"{head}.{payload}.{other[2]}")
    refused(tokens, f"{head}.{payload}.")
    refused(tokens, f"{head}.{payload}")
    refused(tokens, token[:-6])


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "\ud800.\ud800.\ud800",
        "k\u00e4se",
        "x" * 1_000_000,
        parts([], GOOD),
        parts("alg", GOOD),
        parts(1, GOOD),
        parts(b"\xff", GOOD),
        parts({"alg": "RS256", "kid": ["one"]}, GOOD),
        parts({"alg": "RS256", "kid": {}}, GOOD),
        parts({"alg": "RS256", "kid": "one"}, []),
        parts({"alg": "RS256", "kid": "one"}, "text"),
        parts({"alg": "RS256", "kid": "one"}, b"\xff"),
        parts({"alg": "RS256", "kid": "one"}, b"[" * 5_000),
        parts(b"[" * 5_000, GOOD),
        parts({"alg": "RS256", "kid": "one"}, b'{"exp": ' + b"9" * 5_000 + b"}"),
    ],
    ids=itertools.count(),
)
def test_text_that_is_no_token_is_refused(tokens: JoseCustomerTokens, text: str) -> None:
    refused(tokens, text)


def test_damaged_tokens_raise_nothing_else(tokens: JoseCustomerTokens) -> None:
    chance = random.Random(1)  # noqa: S311 - damage that can be repeated
    token = signed(GOOD, KEY)
    for _ in range(2_000):
        at = chance.randrange(len(token) - 6)
        damaged = token[:at] + chance.choice("Aa0-_.=~ \x00{") + token[at + chance.randrange(1, 5) :]
        if damaged != token:
            refused(tokens, damaged)


class TestCaller:
    """What a customer's token makes of the one who calls."""

    @pytest.fixture
    def authenticate(self, tokens: JoseCustomerTokens) -> Authenticate:
        return Authenticate(customers=CheckCustomerToken(tokens, FakeProgrammes(CLUB)))

    def test_a_customer_reaches_nobody_else(self, authenticate: Authenticate) -> None:
        caller = authenticate(CustomerCredentials(signed(GOOD, KEY)))
        assert (caller.programme, caller.subject, caller.is_customer) == (CLUB, "100", True)
        assert caller.operations == CUSTOMER_OPERATIONS
        assert caller.may_reach("100")
        assert not caller.may_reach("101")
        assert not caller.may_reach(None)

    def test_the_same_subject_header_changes_nothing(self, authenticate: Authenticate) -> None:
        presented = CustomerCredentials(signed(GOOD, KEY))
        assert authenticate(presented, subject=" 100 ") == authenticate(presented)

    def test_another_subject_header_is_refused(self, authenticate: Authenticate) -> None:
        with pytest.raises(NotAllowed) as error:
            authenticate(CustomerCredentials(signed(GOOD, KEY)), subject="101")
        assert error.value.field == "subject"

    @pytest.mark.parametrize("number", ["", "  ", "1\x0000", "k\u00e4se", "1" * 101])
    def test_a_sub_that_is_no_customer_number_is_refused(self, authenticate: Authenticate, number: str) -> None:
        """An empty one above all: a caller without subject reaches everybody."""
        with pytest.raises(Unauthenticated):
            authenticate(CustomerCredentials(signed({**GOOD, "sub": number}, KEY)))

    def test_a_programme_that_is_not_there_is_refused(self, authenticate: Authenticate) -> None:
        with pytest.raises(Unauthenticated):
            authenticate(CustomerCredentials(signed({**GOOD, "aud": "second-app"}, KEY)))


def test_two_programmes_for_one_issuer_and_audience_are_refused() -> None:
    keys = JsonWebKeys(jwks_of(KEY))
    with pytest.raises(ValueError, match="twice"):
        JoseCustomerTokens([TrustedIssuer(ISSUER, AUDIENCE, code, keys) for code in ("A", "B")], TestClock())
