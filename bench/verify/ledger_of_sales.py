"""A large ledger of plain sales, right to the last byte, written in bulk."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from adapters.database.bulk_rows import put_rows
from adapters.database.engine import Store
from adapters.database.ledger_tables import account, entry, idempotency_key, movement, outbox
from adapters.database.unit_of_work import UnitOfWork
from bench.updates.form import DEVICE, SCALED_AMOUNT, SITE
from domain.accounts.account import AccountType
from domain.accounts.entry_hash import GENESIS, hash_entry
from domain.accounts.ledger_records import Movement
from domain.accounts.prepared_update import MovementKind, natural_key
from domain.accounts.update_command import Phase
from domain.clock import from_microseconds, to_microseconds

BATCH = 10_000
_FIRST_MOMENT = 1_700_000_000_000_000
_TYPE = AccountType.LOYALTY.value

Rows = Mapping[str, dict[str, Any]]


def write_sales(store: Store, programme_id: int, *, accounts: int, sales_each: int) -> Iterator[int]:
    """Give each of so many new accounts so many sales of a point; yields how many sales are written so far."""
    heads = dict.fromkeys(range(1, accounts + 1), GENESIS)
    _open_accounts(store, programme_id, accounts)
    ids = itertools.count(1)
    # As a shop writes them: one account's sales lie far apart.
    for sequence in range(1, sales_each + 1):
        for batch in _batched(heads):
            rows = [_sale(next(ids), programme_id, number, sequence, heads) for number in batch]
            with UnitOfWork(store).transaction() as connection:
                for table in (movement, entry, idempotency_key, outbox):
                    put_rows(connection, table, [row[table.name] for row in rows])
            yield rows[-1]["movement"]["id"]
    _close_accounts(store, sales_each, heads)


def _batched(numbers: Mapping[int, bytes]) -> Iterator[Sequence[int]]:
    waiting = iter(numbers)
    while batch := list(itertools.islice(waiting, BATCH)):
        yield batch


def _open_accounts(store: Store, programme_id: int, count: int) -> None:
    values = {"account_type": _TYPE, "currency": "GBP", "unit": "points", "precision": 0, "opened_at": 0}
    with UnitOfWork(store).transaction() as connection:
        for first in range(1, count + 1, BATCH):
            rows = [
                {"id": number, "programme_id": programme_id, "number": f"sales-{number}", **values}
                for number in range(first, min(first + BATCH, count + 1))
            ]
            connection.execute(insert(account), rows)


def _close_accounts(store: Store, sales_each: int, heads: Mapping[int, bytes]) -> None:
    """Write the figures that the sales lead to."""
    with UnitOfWork(store).transaction() as connection:
        connection.exec_driver_sql(
            store.sql("UPDATE account SET balance = ?, sequence = ?, head_hash = ? WHERE id = ?"),
            [(sales_each * SCALED_AMOUNT, sales_each, head, number) for number, head in heads.items()],
        )


def _sale(movement_id: int, programme_id: int, account_id: int, sequence: int, heads: dict[int, bytes]) -> Rows:
    """The rows of one sale; the account's head moves on."""
    balance = sequence * SCALED_AMOUNT
    fact = Movement(
        id=movement_id,
        programme_id=programme_id,
        account_id=account_id,
        kind=MovementKind.EARN,
        phase=Phase.FINAL,
        moved=SCALED_AMOUNT,
        balance_after=balance,
        held_after=0,
        available_after=balance,
        device=DEVICE,
        transaction_id=str(movement_id),
        reference_id="",
        received_at=from_microseconds(_FIRST_MOMENT + movement_id),
        credential_id=1,
        site=SITE,
    )
    previous, head = heads[account_id], hash_entry(heads[account_id], sequence, fact)
    heads[account_id] = head
    return {**_ledger_rows(fact, sequence, previous, head), **_other_rows(fact, sequence)}


def _ledger_rows(fact: Movement, sequence: int, previous: bytes, head: bytes) -> Rows:
    values = {name: getattr(fact, name) for name in movement.c.keys()}  # noqa: SIM118 - a table is no dictionary
    values |= {"kind": fact.kind.value, "phase": fact.phase.value, "received_at": to_microseconds(fact.received_at)}
    links = {"previous_hash": previous, "hash": head}
    place = {"account_id": fact.account_id, "sequence": sequence, "movement_id": fact.id}
    return {
        "movement": values,
        "entry": {**place, "amount": fact.moved, "balance_after": fact.balance_after, **links},
    }


def _other_rows(fact: Movement, sequence: int) -> Rows:
    number = f"sales-{fact.account_id}"
    key = natural_key(DEVICE, fact.transaction_id, _TYPE, number, "+", fact.phase.value)
    body = (
        f'{{"movement":{fact.id},"account":{fact.account_id},"sequence":{sequence},"kind":"earn",'
        f'"moved":{fact.moved},"balance":{fact.balance_after},"held":0}}'
    )
    figures = {"moved": fact.moved, "balance": fact.balance_after, "held": 0, "available": fact.available_after}
    request = {"amount": fact.moved, "currency": "GBP", "phase": fact.phase.value, "original": "", "occurred_at": None}
    names = {"programme_id": fact.programme_id, "key": key, "first_key": key, "account_id": fact.account_id}
    stands_for = {"movement_id": fact.id, "refusal": "", "expires_at": None}
    event = {"programme_id": fact.programme_id, "customer_id": None, "movement_id": fact.id, "type": "BalanceMoved"}
    return {
        "idempotency_key": {**names, **request, **stands_for, **figures},
        "outbox": {**event, "version": 1, "body": body, "created_at": to_microseconds(fact.received_at)},
    }
