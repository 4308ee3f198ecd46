"""WS-Security digests: right ones, late ones, replays and forgeries."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import etree
from zeep.wsse.username import UsernameToken

from domain.errors import Unauthenticated
from domain.identity.check_digest import parse_created
from domain.identity.presented import DigestCredentials
from domain.identity.rejection import Reason, RejectedError
from tests.builders import START
from tests.domain.identity.world import CHOSEN, World, digest, password

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
NOW = "2026-11-01T12:00:00Z"
SET_CLOCK = "Created lies over 300 seconds from the gateway's time; set the till's clock."


@pytest.fixture
def secret(world: World) -> str:
    """The secret of till-1, which may use digests."""
    return world.add(allows_digest=True).secret


def refused(world: World, presented: DigestCredentials) -> Reason:
    with pytest.raises(Unauthenticated) as error:
        world.authenticate(presented)
    reason = world.failed[-1].reason
    is_clock = reason is Reason.CREATED_OUTSIDE_WINDOW
    assert error.value.sentence == (SET_CLOCK if is_clock else Unauthenticated.sentence_default)
    return reason


def test_a_digest_opens(world: World, secret: str) -> None:
    assert world.authenticate(digest("till-1", secret, NOW)).name == "till-1"


def test_a_digest_that_zeep_made_opens(world: World, secret: str) -> None:
    """An implementation of the profile that is not ours."""
    token: Any = UsernameToken
    made = token("till-1", secret, use_digest=True, created=START)
    envelope, _ = made.apply(etree.fromstring(f'<e:Envelope xmlns:e="{SOAP}"><e:Body/></e:Envelope>'), {})
    told = {etree.QName(node).localname: node.text or "" for node in envelope.iter(f"{{{WSSE}}}*", f"{{{WSU}}}*")}
    presented = DigestCredentials(
        told["Username"], base64.b64decode(told["Password"]), base64.b64decode(told["Nonce"]), told["Created"]
    )
    assert world.authenticate(presented).name == "till-1"


def test_a_credential_for_digests_takes_its_secret_in_clear_too(world: World, secret: str) -> None:
    assert world.authenticate(password("till-1", secret)).name == "till-1"


def test_chosen_secrets_may_be_used_for_digests(world: World) -> None:
    world.add(chosen_secret=CHOSEN, allows_digest=True)
    assert world.authenticate(digest("till-1", CHOSEN, NOW)).name == "till-1"


def test_a_nonce_is_good_once(world: World, secret: str) -> None:
    presented = digest("till-1", secret, NOW)
    world.authenticate(presented)
    assert refused(world, presented) is Reason.NONCE_REPLAYED


def test_a_nonce_is_good_once_even_with_another_created(world: World, secret: str) -> None:
    world.authenticate(digest("till-1", secret, NOW, b"the same nonce"))
    again = digest("till-1", secret, "2026-11-01T12:00:01Z", b"the same nonce")
    assert refused(world, again) is Reason.NONCE_REPLAYED


def test_two_tills_may_make_the_same_nonce(world: World, secret: str) -> None:
    other = world.add("till-2", allows_digest=True)
    world.authenticate(digest("till-1", secret, NOW, b"the same nonce"))
    assert world.authenticate(digest("till-2", other.secret, NOW, b"the same nonce")).name == "till-2"


def test_a_nonce_is_remembered_for_as_long_as_its_message_would_be_taken(world: World, secret: str) -> None:
    """A Created at the far end of the window is good for twice the window."""
    presented = digest("till-1", secret, "2026-11-01T12:05:00Z")
    world.authenticate(presented)
    for _ in range(20):
        world.clock.advance(seconds=30)
        assert refused(world, presented) is Reason.NONCE_REPLAYED
    world.clock.advance(seconds=1)
    assert refused(world, presented) is Reason.CREATED_OUTSIDE_WINDOW


@pytest.mark.parametrize("seconds", [-301, 301])
def test_created_outside_the_window_is_refused(world: World, secret: str, seconds: int) -> None:
    created = (START + timedelta(seconds=seconds)).isoformat()
    assert refused(world, digest("till-1", secret, created)) is Reason.CREATED_OUTSIDE_WINDOW


@pytest.mark.parametrize("seconds", [-300, 300])
def test_created_within_the_window_is_taken(world: World, secret: str, seconds: int) -> None:
    created = (START + timedelta(seconds=seconds)).isoformat()
    assert world.authenticate(digest("till-1", secret, created)).name == "till-1"


def test_wrong_digests_use_up_no_nonce(world: World, secret: str) -> None:
    forged = digest("till-1", "a guess", NOW, b"nonce of the till")
    assert refused(world, forged) is Reason.WRONG_SECRET
    assert world.nonces.count() == 0
    assert world.authenticate(digest("till-1", secret, NOW, b"nonce of the till")).name == "till-1"


@pytest.mark.parametrize(
    ("name", "presented_secret", "reason"),
    [("till-1", "", Reason.WRONG_SECRET), ("till-2", "", Reason.UNKNOWN), ("till-3", "", Reason.DIGEST_NOT_ENABLED)],
)
def test_nobody_gets_in_with_the_digest_of_no_secret(
    world: World, secret: str, name: str, presented_secret: str, reason: Reason
) -> None:
    world.add("till-3")
    assert refused(world, digest(name, presented_secret, NOW)) is reason


def test_bytes_moved_between_nonce_and_created_make_no_second_message(world: World, secret: str) -> None:
    """The profile hashes both without a mark between them: the same digest, cut apart elsewhere, is a replay."""
    first = digest("till-1", secret, NOW, b"nonce 2026")
    world.authenticate(first)
    left = replace(first, nonce=b"nonce 20262", created="026-11-01T12:00:00Z")
    right = replace(first, nonce=b"nonce 202", created="6" + NOW)
    assert refused(world, left) is Reason.CREATED_MALFORMED
    assert refused(world, right) is Reason.CREATED_MALFORMED


@pytest.mark.parametrize("nonce", [b"", b"x" * 257])
def test_a_nonce_has_1_to_256_bytes(world: World, secret: str, nonce: bytes) -> None:
    presented = replace(digest("till-1", secret, NOW), nonce=nonce)
    assert refused(world, presented) is Reason.NONCE_MALFORMED


def test_a_row_copied_to_another_credential_opens_nothing(world: World, secret: str) -> None:
    """Whoever can write into the database still needs the keys of the settings."""
    world.add("boss", allows_digest=True)
    mine = world.records.by_name("till-1")
    assert mine
    world.records.change("boss", lambda boss: replace(boss, secret=mine.secret))
    assert refused(world, digest("boss", secret, NOW)) is Reason.SECRET_UNREADABLE
    with pytest.raises(Unauthenticated):
        world.authenticate(password("boss", secret))


def test_the_old_secret_makes_digests_during_its_grace(world: World, secret: str) -> None:
    world.rotate("till-1", grace=timedelta(seconds=60))
    assert world.authenticate(digest("till-1", secret, NOW)).name == "till-1"
    world.clock.advance(seconds=60)
    assert refused(world, digest("till-1", secret, "2026-11-01T12:01:00Z")) is Reason.WRONG_SECRET


@pytest.mark.parametrize(
    ("created", "moment"),
    [
        ("2026-11-01T12:00:00Z", START),
        ("2026-11-01T12:00:00", START),
        ("2026-11-01T13:00:00+01:00", START),
        ("2026-11-01T12:00:00.123456789Z", START.replace(microsecond=123456)),
    ],
)
def test_created_is_read_as_an_xs_date_time(created: str, moment: datetime) -> None:
    assert parse_created(created) == moment


@pytest.mark.parametrize(
    "created",
    [
        "",
        "now",
        "2026-11-01",
        "2026-11-01 12:00:00Z",
        " 2026-11-01T12:00:00Z",
        "2026-11-01T12:00:00Z\n",
        "2026-13-01T12:00:00Z",
        "2026-11-01T12:00:60Z",
        "2026-11-01T12:00:00+99:00",
        "12026-11-01T12:00:00Z",
        "\u0662026-11-01T12:00:00Z",
    ],
)
def test_what_is_no_time_is_refused(created: str) -> None:
    with pytest.raises(RejectedError):
        parse_created(created)
