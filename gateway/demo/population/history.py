"""Accounts, and what a year moved on them. Every movement is decided by the ledger's own rules, one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random

from domain.accounts.account import Account, AccountType, AmountForm, Unit
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.account_sheet import AccountOpening
from domain.accounts.books import Books
from domain.accounts.opening_movement import new_account
from domain.accounts.population import OwnedAccount, Person
from domain.accounts.prepared_update import Original, PreparedUpdate
from domain.accounts.update_command import Phase
from domain.amounts import SCALE
from domain.identity.origin import Origin
from gateway.demo.population.plan import FIRST_NUMBER, MOST_ACCOUNTS, YEAR, Plan

_OTHERS = (
    (AccountType.DEPOSIT, 0.40),
    (AccountType.SPEND, 0.30),
    (AccountType.CREDIT_NOTE, 0.20),
    (AccountType.EMPLOYEE, 0.04),
)
_TIERS = (("UK", "Club"), ("UK2", "Silver"), ("UK3", "Gold"))
_TIER_WEIGHTS = (70, 92, 100)
_SITES = ("0001", "0002", "0003", "Store1")
_MOST_MOVEMENTS = 200
_YEAR_SECONDS = int(YEAR.total_seconds())
_LAG = timedelta(seconds=2)
_REDEEM_SHARE, _REVERSE_SHARE = 0.2, 0.02


def accounts(plan: Plan, place_number: int, owner: Person, random: Random, books: Books) -> Iterator[OwnedAccount]:
    """A loyalty account and often others, each opened at zero and then moved; the rows of it all are in the books."""
    kinds = [AccountType.LOYALTY, *(kind for kind, share in _OTHERS if random.random() < share)]
    for each, kind in enumerate(kinds):
        is_loyalty = kind is AccountType.LOYALTY
        tier = random.choices(_TIERS, cum_weights=_TIER_WEIGHTS)[0] if is_loyalty else ("", "")
        like = _opening(plan, kind, tier, random.choice(_SITES))
        opening = replace(
            like,
            number=f"{FIRST_NUMBER + 1 + place_number}{each}",
            customer_number=owner.customer.number,
            opened_at=owner.joined_at,
        )
        account_id = plan.first_ids.account + place_number * MOST_ACCOUNTS + each
        account = new_account(plan.programme, opening, account_id, owner.id, plan.first_look)
        books.accounts[account.id] = account
        _move(plan, account, random, books)
        yield OwnedAccount(opening, account, owner)


@lru_cache(maxsize=256)
def _opening(plan: Plan, kind: AccountType, tier: tuple[str, str], site: str) -> AccountOpening:
    """What the accounts of a kind have in common, by the rules of a file that is taken in."""
    form = AccountForm(kind.value, "1", tier=tier[0], tier_description=tier[1], site=site)
    return opening_of(form, plan.programme, plan.until)


def _move(plan: Plan, account: Account, random: Random, books: Books) -> None:
    count = min(_MOST_MOVEMENTS, int(random.expovariate(1 / (plan.movements_per_account + 0.5))))
    form = AmountForm(account.unit, account.precision, plan.programme.rules.money_in_smallest_unit)
    last: PreparedUpdate | None = None
    for number, seconds in enumerate(sorted(random.random() * _YEAR_SECONDS for _ in range(count))):
        moment = plan.until - timedelta(microseconds=int((_YEAR_SECONDS - seconds) * 1_000_000))
        reverses = last if random.random() < _REVERSE_SHARE else None
        amount = None if reverses else form.to_wire(_amount(account, random))
        update = _update(plan, account, f"{account.id}{number:03}", moment, amount, reverses, random)
        last = update if amount and amount > 0 else None
        if error := books.settle(account.id, update).error:
            raise error


def _amount(account: Account, random: Random) -> int:
    """What a visit moves, scaled: something is earned or paid in, or a part of what is there is spent."""
    unit: int = SCALE if account.unit is Unit.POINTS else SCALE // 100
    there = account.available // unit
    if there > 100 and random.random() < _REDEEM_SHARE:
        return -unit * max(1, int(there * random.random() * random.random()))
    return unit * (1 + int(random.paretovariate(1.3) * 20) % 100_000)


def _update(
    plan: Plan,
    account: Account,
    transaction_id: str,
    moment: datetime,
    amount: Decimal | None,
    reverses: PreparedUpdate | None,
    random: Random,
) -> PreparedUpdate:
    site = random.choice(_SITES)
    return PreparedUpdate(
        programme_id=account.programme_id,
        rules=plan.programme.rules,
        account_type=account.type,
        account_number=account.number,
        card_number="",
        amount=amount,
        phase=Phase.FINAL,
        currency="",
        origin=Origin(site, f"pos{1 + int(random.random() * 9)}@{site}.enactor", f"{int(random.random() * 40)}"),
        transaction_id=transaction_id,
        reference_id="",
        original=Original(reverses.origin.device, reverses.transaction_id) if reverses else None,
        occurred_at=moment - _LAG,
        expires_at=None,
        received_at=moment,
        explicit_key=None,
        credential_id=plan.credential_id,
    )
