"""Recognising an update that was seen before, by either of its keys."""

from domain.accounts.decision import Replay, State
from domain.accounts.ledger_records import KeyRecord
from domain.accounts.prepared_update import PreparedUpdate
from domain.errors import IdempotencyMismatch, TransactionIdReused


def recognise(state: State, update: PreparedUpdate, amount: int | None) -> Replay | None:
    """The first answer to this update, or None where it is new.

    Raises `IdempotencyMismatch`, naming the field, where a key is known for something else, and
    `TransactionIdReused` where the content is the same but its time is further off than a resend's can be.
    """
    natural, explicit = state.natural, state.explicit
    if natural:
        if explicit and explicit.first_key != natural.first_key:
            raise _mismatch("idempotencyKey")
        _check(natural, state, update, amount)
        is_new_name = explicit is None and update.explicit_key is not None
        return Replay(natural, update.explicit_key if is_new_name else None, duplicate=is_new_name)
    if explicit:
        if state.natural_key and explicit.first_key != explicit.key:
            raise _mismatch("transactionId")
        _check(explicit, state, update, amount)
        return Replay(explicit, state.natural_key, duplicate=False)
    return None


def _check(first: KeyRecord, state: State, update: PreparedUpdate, amount: int | None) -> None:
    is_own = first.account_id == state.account.id or first.account_id in state.family
    compared = (
        ("accountId", is_own, True),
        ("updateAmount", first.amount, amount),
        ("currencyId", first.currency, update.currency or state.account.currency),
        ("status", first.phase, update.phase),
        ("originalTransactionId", first.original, str(update.original or "")),
    )
    for field, known, sent in compared:
        if known != sent:
            raise _mismatch(field)
    before, now = first.occurred_at, update.occurred_at
    if before and now and abs(before - now) > update.rules.id_reuse_window:
        raise TransactionIdReused(field="dateTimeUpdated")


def _mismatch(field: str) -> IdempotencyMismatch:
    sentence = f"This transaction id or key was used before with another {field}. Nothing has moved."
    return IdempotencyMismatch(sentence, field=field)
