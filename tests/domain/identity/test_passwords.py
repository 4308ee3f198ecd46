"""Names and secrets in clear: who gets in, who doesn't, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import Unauthenticated
from domain.identity.authenticate import Authenticate
from domain.identity.caller import Operation
from domain.identity.check_password import CheckPassword
from domain.identity.credential import CredentialScope
from domain.identity.rejection import AuthenticationFailed, Reason
from tests.domain.identity.world import CHOSEN, CLUB, GENERATED_FORM, World, password

BOTH_FORMS = pytest.mark.parametrize("chosen", [CHOSEN, ""], ids=["chosen", "generated"])


def test_a_generated_secret_opens_and_says_who_calls(world: World) -> None:
    scope = CredentialScope(frozenset({Operation.ENQUIRE_BALANCE}), frozenset({"0001"}), "0001", "pos1")
    shown = world.add(scope=scope)
    caller = world.authenticate(password("till-1", shown.secret))
    assert (caller.programme, caller.credential_id, caller.name) == (CLUB, shown.credential.id, "till-1")
    assert (caller.operations, caller.sites) == (scope.operations, scope.sites)
    assert (caller.default_site, caller.default_device) == ("0001", "pos1")
    assert not caller.is_customer


def test_a_chosen_secret_opens(world: World) -> None:
    world.add(chosen_secret=CHOSEN)
    assert world.authenticate(password("till-1", CHOSEN)).name == "till-1"


def test_space_around_a_name_is_no_part_of_it(world: World) -> None:
    shown = world.add()
    assert world.authenticate(password(" till-1 ", shown.secret)).name == "till-1"


@pytest.mark.parametrize(
    ("name", "secret", "reason"),
    [
        ("till-1", "wrong", Reason.WRONG_SECRET),
        ("till-1", "", Reason.WRONG_SECRET),
        ("till-1", GENERATED_FORM, Reason.WRONG_SECRET),
        ("till-1", "lone \ud800 surrogate", Reason.WRONG_SECRET),
        ("Till-1", CHOSEN, Reason.UNKNOWN),
        ("till-2", CHOSEN, Reason.UNKNOWN),
        ("", CHOSEN, Reason.UNKNOWN),
        ("till\x00-1", CHOSEN, Reason.UNKNOWN),
        ("till-1\ud800", CHOSEN, Reason.UNKNOWN),
        pytest.param("x" * 100_000, CHOSEN, Reason.UNKNOWN, id="long"),
    ],
)
def test_everything_else_is_refused_with_one_sentence(world: World, name: str, secret: str, reason: Reason) -> None:
    world.add(chosen_secret=CHOSEN)
    with pytest.raises(Unauthenticated) as refused:
        world.authenticate(password(name, secret))
    assert refused.value.sentence == Unauthenticated.sentence_default
    assert refused.value.__cause__ is None
    known = "till-1" if reason is Reason.WRONG_SECRET else ""
    assert world.failed == [AuthenticationFailed("PasswordCredentials", reason, known)]


def test_a_secret_opens_its_own_name_only(world: World) -> None:
    first, second = world.add("till-1"), world.add("till-2")
    for name, secret in (("till-1", second.secret), ("till-2", first.secret)):
        with pytest.raises(Unauthenticated):
            world.authenticate(password(name, secret))


def test_without_tls_a_right_password_is_refused_and_the_sentence_says_what_to_do(world: World) -> None:
    shown = world.add()
    with pytest.raises(Unauthenticated, match="over TLS only"):
        world.authenticate(password("till-1", shown.secret, is_secure=False))
    assert world.failed[0].reason is Reason.NOT_SECURE
    assert world.records.reads == 0, "what came over an open line is not even tried"


def test_a_setting_takes_passwords_without_tls(world: World) -> None:
    shown = world.add()
    check = CheckPassword(world.recent, world.secrets, world.clock, allow_open_transport=True)
    authenticate = Authenticate(passwords=check, programmes=world.programmes)
    assert authenticate(password("till-1", shown.secret, is_secure=False)).name == "till-1"


def test_a_kind_that_is_not_set_up_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        Authenticate()(password("till-1", CHOSEN))


@BOTH_FORMS
def test_the_call_after_the_first_costs_no_try_and_no_read(world: World, chosen: str) -> None:
    secret = world.add(chosen_secret=chosen).secret
    world.authenticate(password("till-1", secret))
    reads, tries, hashes = world.records.reads, world.secrets.tried, world.argon2.verified
    for _ in range(10):
        world.authenticate(password("till-1", secret))
    assert (world.records.reads, world.secrets.tried, world.argon2.verified) == (reads, tries, hashes)


@BOTH_FORMS
def test_a_remembered_secret_is_forgotten_in_time(world: World, chosen: str) -> None:
    secret = world.add(chosen_secret=chosen).secret
    world.authenticate(password("till-1", secret))
    world.clock.advance(seconds=60)
    world.authenticate(password("till-1", secret))
    assert world.secrets.tried == 2


@BOTH_FORMS
def test_a_remembered_secret_is_worth_nothing_after_a_change(world: World, chosen: str) -> None:
    secret = world.add(chosen_secret=chosen).secret
    world.authenticate(password("till-1", secret))
    world.rotate("till-1", chosen_secret="another long password", grace=timedelta(0))
    world.clock.advance(seconds=5)
    with pytest.raises(Unauthenticated):
        world.authenticate(password("till-1", secret))


@BOTH_FORMS
def test_a_remembered_secret_is_worth_nothing_once_it_is_revoked(world: World, chosen: str) -> None:
    secret = world.add(chosen_secret=chosen).secret
    world.authenticate(password("till-1", secret))
    world.revoke("till-1")
    world.clock.advance(seconds=5)
    with pytest.raises(Unauthenticated):
        world.authenticate(password("till-1", secret))


@pytest.mark.parametrize("wrong", ["wrong", GENERATED_FORM])
@BOTH_FORMS
def test_wrong_secrets_are_never_remembered_as_right(world: World, chosen: str, wrong: str) -> None:
    world.add(chosen_secret=chosen)
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            world.authenticate(password("till-1", wrong))


def test_revoking_takes_effect_within_the_memory_of_credentials(world: World) -> None:
    shown = world.add()
    world.authenticate(password("till-1", shown.secret))
    world.revoke("till-1")
    world.clock.advance(seconds=5)
    with pytest.raises(Unauthenticated):
        world.authenticate(password("till-1", shown.secret))
    assert world.failed[0].reason is Reason.REVOKED


def test_a_new_secret_works_at_once_where_the_old_one_is_remembered(world: World) -> None:
    shown = world.add()
    world.authenticate(password("till-1", shown.secret))
    new = world.rotate("till-1")
    assert world.authenticate(password("till-1", new.secret)).name == "till-1"


def test_a_credential_whose_programme_is_gone_is_refused(world: World) -> None:
    shown = world.add()
    world.programmes.kept.clear()
    with pytest.raises(Unauthenticated):
        world.authenticate(password("till-1", shown.secret))
    assert world.failed[0].reason is Reason.PROGRAMME_UNKNOWN


@pytest.mark.parametrize("chosen", [{}, {"chosen_secret": CHOSEN}])
def test_a_subject_narrows_a_till(world: World, chosen: dict[str, Any]) -> None:
    shown = world.add(**chosen)
    caller = world.authenticate(password("till-1", shown.secret), subject=" 100 ")
    assert caller.subject == "100"
    assert caller.may_reach("100")
    assert not caller.may_reach("101")
