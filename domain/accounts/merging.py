"""What a merge asks of two accounts, and what it enters into the books. Pure."""

from dataclasses import dataclass

from domain.accounts.account import Account, AccountStatus, AmountForm
from domain.accounts.books import Books
from domain.accounts.ledger_records import KeyRecord, MergedAccount
from domain.accounts.merge_accounts import MergeOrder, MergeReceipt
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.amounts import SCALED_LIMIT, format_amount, from_scaled
from domain.errors import InvalidInput
from domain.identity.origin import Origin
from domain.refusals import BalanceLimitExceeded
from domain.text import echo

FAMILY_LIMIT = 50
"""Of how many accounts one can have what tills knew of them: an update asks for a key of each."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What is left on an account beside its balance: holds that have not run out, points (scaled) that wait, reviews."""

    open_holds: int = 0
    waiting: int = 0
    reviews: int = 0


def giving_key(account_id: int) -> bytes:
    """The key of what an account gives when it is merged: it is merged once, wherever it goes."""
    return digest_key("merge", str(account_id))


def taking_key(account_id: int) -> bytes:
    """The key of what another account takes of this one."""
    return digest_key("merge-into", str(account_id))


def require_mergeable(order: MergeOrder, account: Account, into: Account, left: Leftovers) -> None:
    """Raise `InvalidInput`, saying what to do, where the account can't be merged into the other now."""
    for each in (account, into):
        if each.status is not AccountStatus.ACTIVE:
            raise InvalidInput(_not_active(order, each), field="number" if each is account else "into")
    name = _name(order, account.number)
    for what, one, other in (
        ("currency", account.currency, into.currency),
        ("unit", account.unit.value, into.unit.value),
        ("precision", account.precision, into.precision),
    ):
        if one != other:
            raise InvalidInput(
                f"{name} has {what} {one}, {echo(into.number)} has {other}: only accounts that count alike are merged.",
                field="into",
            )
    if into.merged_accounts + account.merged_accounts >= FAMILY_LIMIT:
        raise InvalidInput(
            f"At most {FAMILY_LIMIT} accounts are merged into one, with those that were merged into them before.",
            field="into",
        )
    if sentence := _left(left, account.precision):
        raise InvalidInput(f"{name} has {sentence}.", field="number")
    if abs(account.balance + into.balance) > SCALED_LIMIT:
        raise BalanceLimitExceeded


def _left(left: Leftovers, precision: int) -> str:
    if left.open_holds:
        return f"{left.open_holds} open holds: complete or cancel them, or wait until they run out"
    if left.waiting:
        points = format_amount(from_scaled(left.waiting), precision)
        return f"{points} points that wait in escrow: wait until they can be spent, or have the purchases returned"
    if left.reviews:
        return f"{left.reviews} tickets in review: approve or reject them first, by `tickets review`"
    return ""


def move_all(books: Books, order: MergeOrder, account: Account, into: Account) -> None:
    """Enter both halves: all that the account has, be it below zero, is on the other then.

    The second names the first as its original, so that whoever proves the books finds them together.
    """
    amount, origin = account.balance, Origin(operator=order.operator)

    def half(of: Account, moved: int, key: bytes, reference: str, original_id: int | None = None) -> int:
        posting = Posting(
            of.id,
            MovementKind.MERGE,
            moved,
            key,
            order.received_at,
            reference=reference,
            reason=order.reason,
            origin=origin,
            original_id=original_id,
        )
        return books.post(posting).id

    given = half(account, -amount, giving_key(account.id), into.number)
    half(into, amount, taking_key(account.id), account.number, given)


def close_merged(books: Books, account: Account, into: Account) -> None:
    """The account is closed and points to the other, as do those that were merged into it before."""
    family = (*books.families.get(account.id, ()), MergedAccount(account.id, account.number))
    account.status, account.merged_into_id, account.merged_accounts = AccountStatus.CLOSED, into.id, 0
    into.merged_accounts += len(family)
    books.families.pop(account.id, None)
    books.families[into.id] = (*books.families.get(into.id, ()), *family)


def receipt_of(
    order: MergeOrder, given: KeyRecord, taken: KeyRecord, form: AmountForm, *, replayed: bool = False
) -> MergeReceipt:
    """The receipt of a merge, made of the keys of its halves: the same today as on the first day."""
    movement_id = given.movement_id or 0
    return MergeReceipt(order.number, order.into, -given.moved, taken.balance, form, movement_id, replayed)


def gone_elsewhere(order: MergeOrder, into: str) -> InvalidInput:
    """The error for an account that was merged into another than is asked for."""
    return InvalidInput(
        f"{_name(order, order.number)} was merged into {echo(into)} before. Nothing has moved.", field="into"
    )


def _name(order: MergeOrder, number: str) -> str:
    return f"Account {order.type.value} {echo(number)}"


def _not_active(order: MergeOrder, account: Account) -> str:
    name = _name(order, account.number)
    if account.status is AccountStatus.BLOCKED:
        return f"{name} is blocked: unblock it first, or leave it as it is."
    if account.merged_into_id:
        return f"{name} was itself merged into another: name that one, which `accounts show` tells."
    return f"{name} is closed, and a closed account is not merged."
