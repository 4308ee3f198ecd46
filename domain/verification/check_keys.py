"""Keys against what they stand for: a key that went wrong would let a resend move a balance twice."""

from collections.abc import Iterable, Iterator

from domain.accounts.lapse_holds import LAPSE
from domain.accounts.prepared_update import MovementKind, digest_key, natural_key, part_of, without_place
from domain.accounts.update_command import Phase
from domain.error_tree import REFUSAL_CODES
from domain.text import echo
from domain.verification.finding import Finding
from domain.verification.rows import KeyRow

_HOLD = MovementKind.HOLD.value
_LASTING = (_HOLD, MovementKind.REINSTATEMENT.value)


def check_keys(rows: Iterable[KeyRow]) -> Iterator[Finding]:
    """What is wrong with the keys."""
    for row in rows:
        for sentence in _wrong(row):
            yield Finding("idempotency_key", f"{row.key.hex()} of programme {row.programme_id}", sentence)


def natural_key_of(row: KeyRow) -> bytes | None:
    """The key that the movement's own facts make; None for one that only an explicit key names."""
    if (row.kind, row.reason) == (MovementKind.RELEASE.value, LAPSE):
        return digest_key(LAPSE, str(row.original_id))
    if not row.device or not row.transaction_id:
        return None
    return natural_key(
        row.device,
        row.transaction_id,
        str(row.account_kind),
        row.account_number,
        part_of(row.reference_id, row.amount),
        row.movement_phase,
    )


def _wrong(row: KeyRow) -> Iterator[str]:
    if row.account_kind is None:
        yield f"its account {row.account_id} is missing"
    elif row.programme_id != row.account_programme_id:
        yield f"its account {row.account_id} is of programme {row.account_programme_id}"
    if (row.movement_id is None) == (row.refusal == ""):
        yield "it must stand for either a movement or a refusal"
    if row.refusal and (row.moved or row.expires_at is not None):
        yield "it stands for a refusal, which moves nothing and has no expiry"
    if row.refusal and row.refusal not in REFUSAL_CODES:
        yield f"it stands for a refusal that there is not: {echo(row.refusal)}"
    if row.key != row.first_key:
        yield from _against_first(row)
    if row.movement_id is not None and row.id is None:
        yield f"its movement {row.movement_id} is missing"
    elif row.movement_id is not None:
        yield from _against_movement(row)


def _against_first(row: KeyRow) -> Iterator[str]:
    first = (row.first_found, row.first_movement_id, row.first_refusal)
    if row.first_found is None:
        yield f"the key that it is another name of, {row.first_key.hex()}, is missing"
    elif first != (row.first_key, row.movement_id, row.refusal):
        yield f"it stands for something else than its first name {row.first_key.hex()}"


def _against_movement(row: KeyRow) -> Iterator[str]:
    for name, own, its in _figures(row):
        if own != its:
            yield f"its {name} is {own}, its movement {row.movement_id} says {its}"
    # Nearly every key is a plain sale's.
    is_plain = row.amount == row.moved and row.currency == row.account_currency
    if row.seal is None and not (is_plain and row.original == "" and row.expires_at is None):
        yield from _untold(row)
    if row.account_kind is not None and not _is_named_rightly(row):
        yield f"its first name is not the one that movement {row.movement_id} makes"
    if row.kind == _HOLD:
        yield from _against_hold(row)


def _untold(row: KeyRow) -> Iterator[str]:
    """What must be so of a key without a seal: its movement tells all of it, but of keys that are older than seals."""
    asked = row.moved if row.amount is None or row.phase != Phase.FINAL.value else row.amount
    if row.moved != asked and not _is_capped(row, asked):
        yield f"its amount is {asked}, its movement {row.movement_id} moved {row.moved}"
    if row.currency != row.account_currency:
        yield f"its currency is {echo(row.currency)}, its account has {echo(str(row.account_currency))}"
    if row.original and (row.original_id is None or " " not in row.original):
        yield f"it names an original, of which its movement {row.movement_id} says nothing"
    if row.expires_at is not None and row.kind not in _LASTING:
        yield f"it has an expiry, which a movement of kind {echo(row.kind)} has not"


def _is_capped(row: KeyRow, asked: int) -> bool:
    """Only a late sale that the programme caps moves less than was asked for: all that the account had above its floor."""
    had_no_more = row.moved == 0 or row.available_after == row.account_floor
    is_late_sale = row.kind == MovementKind.REDEEM.value and row.occurred_at is not None
    return asked < row.moved <= 0 and is_late_sale and had_no_more


def _is_named_rightly(row: KeyRow) -> bool:
    try:
        natural = natural_key_of(row)
        return natural is None or row.first_key in {natural, without_place(natural)}
    except (TypeError, ValueError):
        # A movement whose texts are none makes no key.
        return False


def _figures(row: KeyRow) -> tuple[tuple[str, object, object], ...]:
    return (
        ("programme_id", row.programme_id, row.movement_programme_id),
        ("account_id", row.account_id, row.movement_account_id),
        ("phase", row.phase, row.movement_phase),
        ("occurred_at", row.occurred_at, row.movement_occurred_at),
        ("moved", row.moved, row.movement_moved),
        ("balance", row.balance, row.balance_after),
        ("held", row.held, row.held_after),
        ("available", row.available, row.available_after),
    )


def _against_hold(row: KeyRow) -> Iterator[str]:
    if row.hold_id is None:
        yield f"hold {row.movement_id} is missing, which its movement placed"
    elif (row.amount, row.expires_at) != (row.hold_amount, row.hold_expires_at):
        yield f"hold {row.movement_id}, which its movement placed, has another amount or expiry"
