"""Entries against their movements, their chain of hashes, and the account that they belong to."""

import struct
from collections.abc import Iterable, Iterator

from domain.accounts.entry_hash import GENESIS, hash_values
from domain.verification.finding import Finding
from domain.verification.rows import CoverRow, EntryRow, HeadRow


def check_chain(heads: Iterable[HeadRow], entries: Iterable[EntryRow]) -> Iterator[Finding]:
    """What is wrong with the accounts and their entries.

    `heads` are all accounts in the order of their ids; `entries` all entries in the order of account and sequence.
    """
    accounts = iter(heads)
    head = next(accounts, None)
    last: EntryRow | None = None
    for entry in entries:
        if last and entry.account_id == last.account_id:
            sequence, balance, previous = last.sequence + 1, last.balance_after + entry.amount, last.hash
        else:
            while head and head.id < entry.account_id:
                yield from check_head(head, last)
                head = next(accounts, None)
            if head is None or head.id != entry.account_id:
                yield _of_entry(entry, "its account is missing")
            sequence, balance, previous = 1, entry.amount, GENESIS
        # The chain first: nearly every entry of nearly every ledger is right.
        if (entry.sequence, entry.balance_after, entry.previous_hash) != (sequence, balance, previous):
            yield from _broken_link(entry, sequence, balance, previous)
        yield from _against_movement(entry)
        last = entry
    while head:
        yield from check_head(head, last)
        head = next(accounts, None)


def check_head(head: HeadRow, last: EntryRow | None) -> Iterator[Finding]:
    """What is wrong with an account's figures; `last` is the last entry read, which may be another account's."""
    entry = last if last and last.account_id == head.id else None
    wanted = {
        "balance": entry.balance_after if entry else 0,
        "sequence": entry.sequence if entry else 0,
        "head_hash": entry.hash if entry else b"",
        "open_holds": head.holds_open,
        "holds_placed": head.holds_all,
    }
    for name, value in wanted.items():
        has = getattr(head, name)
        if (has or b"" if name == "head_hash" else has) != value:
            source = "the holds" if "hold" in name else "the entries" if entry else "an account without entries"
            yield _of_head(head, f"its {name} is {_shown(has)}, by {source} it must be {_shown(value)}")


def check_cover(rows: Iterable[CoverRow]) -> Iterator[Finding]:
    """What is wrong with movements of which not one entry and event, which agree, and at least one key tell."""
    for row in rows:
        for what, count in (("entry", row.entries), ("key", row.keys), ("outbox event", row.events)):
            if count == 0:
                yield Finding("movement", str(row.movement_id), f"no {what} names it")
            elif count > 1 and what != "key":
                yield Finding("movement", str(row.movement_id), f"it is named {count} times, by {what} rows")
        if row.entries == row.events == 1 and row.sequences_apart:
            yield Finding("movement", str(row.movement_id), "its event tells another sequence than its entry has")


def hash_of(entry: EntryRow) -> bytes | None:
    """The hash that this entry must have; None where a value is none that can be hashed."""
    texts = (
        str(entry.programme_id),
        entry.kind,
        entry.phase,
        str(entry.held_after),
        str(entry.available_after),
        entry.device,
        entry.transaction_id,
        entry.reference_id,
        str(entry.received_at),
        "" if entry.occurred_at is None else str(entry.occurred_at),
        str(entry.original_id or ""),
        str(entry.credential_id or ""),
        entry.site,
        entry.operator,
        entry.reason,
    )
    numbers = (entry.account_id, entry.sequence, entry.movement_id, entry.amount, entry.balance_after)
    try:
        return hash_values(entry.previous_hash, numbers, texts)
    except (TypeError, struct.error):
        return None


def _against_movement(entry: EntryRow) -> Iterator[Finding]:
    if entry.id is None:
        yield _of_entry(entry, f"its movement {entry.movement_id} is missing")
        return
    for name, own, its in (
        ("account_id", entry.account_id, entry.movement_account_id),
        ("amount", entry.amount, entry.moved),
        ("balance_after", entry.balance_after, entry.movement_balance_after),
    ):
        if own != its:
            yield _of_entry(entry, f"its {name} is {own}, its movement {entry.movement_id} says {its}")
    if hash_of(entry) != entry.hash:
        yield _of_entry(entry, f"its hash is not that of its content with movement {entry.movement_id}")


def _broken_link(entry: EntryRow, sequence: int, balance: int, previous: bytes) -> Iterator[Finding]:
    if entry.sequence != sequence:
        yield _of_entry(entry, f"the entry before it is missing: {sequence} was to come")
    if entry.balance_after != balance:
        yield _of_entry(entry, f"its balance_after is {entry.balance_after}, with its amount it must be {balance}")
    if entry.previous_hash != previous:
        yield _of_entry(entry, "its previous_hash is not the hash of the entry before it")


def _of_entry(entry: EntryRow, sentence: str) -> Finding:
    return Finding("entry", f"{entry.sequence} of account {entry.account_id}", sentence)


def _of_head(head: HeadRow, sentence: str) -> Finding:
    return Finding("account", f"{head.id} ({head.kind} {head.number})", sentence)


def _shown(value: object) -> str:
    return (bytes(value).hex()[:16] or "empty") if isinstance(value, bytes) else str(value)
