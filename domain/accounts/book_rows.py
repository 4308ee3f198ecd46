"""The rows that a decision writes, made from the update and the account as it stands after it."""

from datetime import datetime

from domain.accounts.account import Account, AmountForm
from domain.accounts.decision import Applied, State
from domain.accounts.entry_hash import GENESIS, hash_entry
from domain.accounts.figures import Figures
from domain.accounts.ledger_records import Entry, KeyRecord, Movement
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.error_tree import refusal_by_code


def movement_row(movement_id: int, applied: Applied, update: PreparedUpdate, account: Account) -> Movement:
    """The movement, with the account's figures right after it."""
    original = applied.resolves or applied.reverses
    return Movement(
        id=movement_id,
        programme_id=update.programme_id,
        account_id=account.id,
        kind=applied.kind,
        phase=update.phase,
        moved=applied.moved,
        balance_after=account.balance,
        held_after=account.held,
        available_after=account.available,
        device=update.origin.device,
        transaction_id=update.transaction_id,
        reference_id=update.reference_id,
        received_at=update.received_at,
        occurred_at=update.occurred_at,
        original_id=original.movement.id if original else None,
        credential_id=update.credential_id,
        site=update.origin.site,
        operator=update.origin.operator,
        reason=update.reason,
    )


def entry_row(movement: Movement, account: Account) -> Entry:
    """The movement's entry; the account's sequence is already the entry's own, its head still the one before."""
    return Entry(
        account_id=account.id,
        sequence=account.sequence,
        movement_id=movement.id,
        amount=movement.moved,
        balance_after=account.balance,
        previous_hash=account.head_hash or GENESIS,
        hash=hash_entry(account.head_hash, account.sequence, movement),
    )


def key_record(
    state: State,
    update: PreparedUpdate,
    amount: int | None,
    *,
    movement: Movement | None = None,
    refusal: str = "",
    until: datetime | None = None,
) -> KeyRecord:
    """What the update's first key stands for from now on: its movement or its refusal."""
    account = state.account
    key = state.natural_key or update.explicit_key
    if key is None:
        raise ValueError("an update reaches the ledger with at least one key")
    return KeyRecord(
        programme_id=update.programme_id,
        key=key,
        first_key=key,
        account_id=account.id,
        amount=amount,
        currency=update.currency or account.currency,
        phase=update.phase,
        original=str(update.original or ""),
        occurred_at=update.occurred_at,
        movement_id=movement.id if movement else None,
        refusal=refusal,
        moved=movement.moved if movement else 0,
        balance=account.balance,
        held=account.held,
        available=account.available,
        expires_at=until,
    )


def reply_from(
    record: KeyRecord,
    account: Account,
    form: AmountForm,
    *,
    number: str = "",
    replayed: bool = False,
    duplicate_of: str = "",
) -> UpdateReply:
    """The answer that this record stands for, the same today as on the first day.

    `number` is the account's own of that day, where it was merged into this one.
    """
    return UpdateReply(
        error=refusal_by_code(record.refusal)() if record.refusal else None,
        figures=Figures(record.balance, record.held, record.available, form, account.currency),
        moved=record.moved,
        account_number=number or account.number,
        movement_id=record.movement_id,
        replayed=replayed,
        duplicate_of=duplicate_of,
        expires_at=record.expires_at,
    )
