"""The demo data: the documents' examples work on it, it is the same each time, and it stays out of real databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from domain.accounts.account import SUB_BALANCES, AccountType
from domain.accounts.enquire_balance import BalanceEnquiry
from domain.accounts.search_accounts import AccountSearch
from domain.accounts.update_command import UpdateBalance
from domain.cards.card_number import hash_card_number
from domain.clock import SystemClock
from domain.customers.search_by_name import NameSearch
from domain.customers.search_by_postcode import PostcodeSearch
from domain.errors import Unauthenticated
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.identity.presented import CustomerCredentials, PasswordCredentials
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.preview_earning import EarningPreview
from gateway.demo import prepare
from gateway.demo_issuer import issue_demo_token
from gateway.secrets import with_secrets
from gateway.settings import Settings
from gateway.settings.server import ServerSettings
from gateway.settings.store import StoreSettings
from gateway.start_refused import StartRefused
from gateway.wiring import Gateway, build_core
from tests.gateway.cli.commands import Commands

ACCOUNT, CARD = "0101025190527144502028", "8934736829037"
LOYALTY = AccountType.LOYALTY.value


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return with_secrets(Settings(store=StoreSettings(data_directory=tmp_path / "data", database_url=database_url)))


@pytest.fixture
def demo(settings: Settings) -> Iterator[Gateway]:
    """The gateway on a database with the demo in it."""
    assert prepare(settings)
    gateway = build_core(settings)
    yield gateway
    gateway.close()


def till(demo: Gateway, name: str = "till-1") -> Caller:
    return demo.core.authenticate(PasswordCredentials(name, "demo", is_secure=True))


def test_the_examples_of_the_searches_find_what_the_documents_show(demo: Gateway) -> None:
    names = demo.core.search_customers_by_name(till(demo), NameSearch("a"))
    first = next(customer for customer in names.rows if customer.number == "100")
    assert (first.title, first.forename, first.surname) == ("Miss", "Amelia", "Baldwin")
    for typed, number in (("obrien", "101"), ("muller", "103"), ("van der berg", "104"), ("vanderberg", "104")):
        found = demo.core.search_customers_by_name(till(demo), NameSearch(typed))
        assert number in [customer.number for customer in found.rows], typed
    assert len(demo.core.search_customers_by_name(till(demo), NameSearch("smith")).rows) == 7
    near = demo.core.search_customers_by_postcode(till(demo), PostcodeSearch("sw1a1aa"))
    assert "100" in [customer.number for customer in near.rows]


def test_the_examples_of_enquiry_and_account_search_work(demo: Gateway) -> None:
    for enquiry in (
        BalanceEnquiry(LOYALTY, account_id=ACCOUNT),
        BalanceEnquiry(LOYALTY, card_number=CARD),
        BalanceEnquiry(LOYALTY, hashed_card_number=hash_card_number(CARD)),
    ):
        account = demo.core.enquire_balance(till(demo), enquiry).account
        assert account
        assert (account.number, account.customer_number, account.scheme) == (ACCOUNT, "100", "LOYALTY_UK")
        assert (account.description, account.tier, account.is_tier_manual) == (
            "Customer Loyalty Account - Club",
            "UK",
            True,
        )
        assert account.figures.wire_balance == 1250
    found = demo.core.search_accounts(till(demo), AccountSearch(account_id="887", account_type=LOYALTY))
    assert [account.customer_number for account in found.rows] == ["101"]


def test_the_example_of_the_update_works_by_account_and_by_card(demo: Gateway) -> None:
    origin = Origin(site="Store1", device="pos1@0001.enactor")
    update = UpdateBalance(LOYALTY, ACCOUNT, CARD, Decimal(88), transaction_id="978789", message_origin=origin)
    reply = demo.core.update_balance(till(demo), update)
    assert reply.figures
    assert reply.error is None
    assert reply.figures.wire_balance == 1338
    again = demo.core.update_balance(till(demo), replace(update, account_id=""))
    assert again.replayed


def test_there_are_accounts_of_every_type(demo: Gateway) -> None:
    kinds = demo.reader.rows("SELECT DISTINCT account_type FROM account")
    assert {row[0] for row in kinds} == {kind.value for kind in AccountType if kind not in SUB_BALANCES}
    sums = demo.reader.row("SELECT SUM(balance), (SELECT SUM(amount) FROM entry) FROM account")
    assert sums[0] == sums[1] != 0


def test_the_demo_credentials_are_marked_as_such(demo: Gateway) -> None:
    assert demo.identity.records.has_demo_credentials()
    digests = {each.name: each.allows_digest for each in demo.identity.records.list(None)}
    assert digests == {"till-1": False, "till-2": True}
    assert till(demo, "till-2").default_device == "pos2@0001.enactor"


def test_a_demo_token_reaches_its_customer_only(demo: Gateway, settings: Settings) -> None:
    token = issue_demo_token(settings, "100", SystemClock().now() + timedelta(minutes=5))
    caller = demo.core.authenticate(CustomerCredentials(token))
    assert (caller.is_customer, caller.subject, caller.programme.code) == (True, "100", "LOYALTY_UK")
    old = issue_demo_token(settings, "100", SystemClock().now() - timedelta(minutes=5))
    with pytest.raises(Unauthenticated):
        demo.core.authenticate(CustomerCredentials(old))


def test_purchases_earn_by_rules_that_a_second_run_leaves_as_they_are(demo: Gateway, settings: Settings) -> None:
    basket = BasketDraft((BasketLine("KETTLE", Decimal("24.99")),), occurred_at=demo.clock.now() - timedelta(days=900))
    told = demo.core.preview_earning(till(demo), EarningPreview(basket, customer_number="101"))
    assert told.earning.points == 24
    assert told.rules_version == 1
    assert not prepare(settings)
    assert demo.core.preview_earning(till(demo), EarningPreview(basket)).rules_version == 1


def test_a_second_run_has_nothing_to_do(settings: Settings) -> None:
    assert [prepare(settings), prepare(settings)] == [True, False]


def test_a_preparation_that_stopped_is_made_whole(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("gateway.demo.prepare")
    with monkeypatch.context() as patch:
        patch.setattr(module, "card_import", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            prepare(settings)
    assert [prepare(settings), prepare(settings)] == [True, False]


def test_a_database_with_other_programmes_is_left_alone(commands: Commands) -> None:
    commands.ok("programmes", "add", "CLUB", "--name", "Club")
    assert "programmes of its own" in commands.refused("demo", "prepare")
    assert commands.rows("SELECT code FROM programme") == [("CLUB",)]
    assert commands.rows("SELECT name FROM credential") == []


def test_off_loopback_there_is_no_demo(settings: Settings) -> None:
    open_to_all = replace(settings, server=ServerSettings(listen_host="0.0.0.0", public_url="https://x.example"))  # noqa: S104
    with pytest.raises(StartRefused, match="loopback"):
        prepare(open_to_all)


def test_the_commands_make_a_demo_and_a_token(commands: Commands) -> None:
    commands.database_url = f"sqlite:///{commands.directory / 'new.sqlite3'}"
    assert commands.ok("demo", "prepare") == "The demo data is in place.\n"
    assert commands.ok("demo", "prepare") == "The demo data was in place already.\n"
    assert commands.ok("demo", "token", "--customer", "100").count(".") == 2
