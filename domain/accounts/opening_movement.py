"""An account as it begins: with nothing on it, and the balance that it is given, as an update for the ledger."""

from datetime import datetime

from domain.accounts.account import Account, AccountStatus, AccountType, AmountForm
from domain.accounts.account_sheet import AccountOpening
from domain.accounts.prepared_update import MovementKind, PreparedUpdate, digest_key
from domain.accounts.update_command import Phase
from domain.identity.origin import NOWHERE
from domain.programmes.programme import Programme

REASON = "opening"


def opening_key(kind: AccountType, number: str) -> bytes:
    """The one key of this account's opening: however often it is sent, it moves once."""
    return digest_key("opening", kind.value, number)


def opening_update(programme: Programme, opening: AccountOpening, now: datetime) -> PreparedUpdate:
    """The update that makes the opening balance of a new account."""
    form = AmountForm(opening.unit, opening.precision, programme.rules.money_in_smallest_unit)
    return PreparedUpdate(
        programme_id=programme.id,
        rules=programme.rules,
        account_type=opening.type,
        account_number=opening.number,
        card_number="",
        amount=form.to_wire(opening.opening or 0),
        phase=Phase.FINAL,
        currency=opening.currency,
        origin=NOWHERE,
        transaction_id="",
        reference_id="",
        original=None,
        occurred_at=None,
        expires_at=None,
        received_at=now,
        explicit_key=opening_key(opening.type, opening.number),
        kind=MovementKind.OPENING,
        reason=REASON,
    )


def new_account(
    programme: Programme,
    opening: AccountOpening,
    account_id: int,
    customer_id: int | None,
    first_look: datetime | None = None,
) -> Account:
    """The new account as the ledger sees it: active, whatever its status is to be, so that its opening may move.

    `first_look` is the moment before which no points expire that come from now on; None where points last.
    """
    return Account(
        id=account_id,
        programme_id=programme.id,
        type=opening.type,
        number=opening.number,
        customer_id=customer_id,
        customer_number=opening.customer_number or None,
        currency=opening.currency,
        unit=opening.unit,
        precision=opening.precision,
        status=AccountStatus.ACTIVE,
        floor=opening.terms.floor,
        credit_limit=opening.terms.credit_limit,
        points_expire_from=first_look if opening.type is AccountType.LOYALTY else None,
    )
