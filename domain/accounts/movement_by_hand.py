"""Moving a balance by hand: what an adjustment and a reinstatement have in common."""

from dataclasses import dataclass
from datetime import datetime

from domain.accounts.account import AccountType, AmountForm
from domain.accounts.account_form import scaled_amount
from domain.accounts.account_records import AccountRecords
from domain.accounts.account_sheet import AccountOpening
from domain.accounts.prepared_update import MovementKind, PreparedUpdate, digest_key
from domain.accounts.update_balance import Ledger
from domain.accounts.update_command import Phase, UpdateReply
from domain.errors import InvalidInput
from domain.identity.origin import Origin
from domain.programmes.programme import Programme
from domain.text import clean_identifier, clean_text, echo


@dataclass(frozen=True, slots=True)
class MovementByHand:
    """What somebody asks for: an amount in decimals, why, a key that it is done once for, and who asks."""

    amount: str
    reason: str
    key: str
    operator: str


def account_named(
    accounts: AccountRecords, programme: Programme, kind: AccountType, number: str, now: datetime
) -> AccountOpening:
    """The account of this type and number; raises `InvalidInput` where there is none, or `StoreUnavailable`."""
    sheet = accounts.by_number(programme.id, kind, number, now)
    if sheet is None:
        raise InvalidInput(
            f"There is no account {kind.value} {echo(number)} in programme {programme.code}.", field="number"
        )
    return sheet.opening


def post_by_hand(
    ledger: Ledger,
    programme: Programme,
    account: AccountOpening,
    kind: MovementKind,
    asked: MovementByHand,
    now: datetime,
    expires_at: datetime | None = None,
) -> UpdateReply:
    """Move the balance once for the key, which is one among those of this kind.

    Raises `InvalidInput` for a missing reason or key and an amount that the account can't have, the refusal where the
    ledger refuses, `KeyReuse`, or `StoreUnavailable`.
    """
    reason = clean_text(asked.reason, "reason")
    if not reason:
        raise InvalidInput("reason is empty; say why, for those who read the books later.", field="reason")
    form = AmountForm(account.unit, account.precision, programme.rules.money_in_smallest_unit)
    reply = ledger.post(
        PreparedUpdate(
            programme_id=programme.id,
            rules=programme.rules,
            account_type=account.type,
            account_number=account.number,
            card_number="",
            amount=form.to_wire(scaled_amount(asked.amount, "amount", account.precision)),
            phase=Phase.FINAL,
            currency=account.currency,
            origin=Origin(operator=clean_text(asked.operator, "operator")),
            transaction_id="",
            reference_id="",
            original=None,
            occurred_at=None,
            expires_at=expires_at,
            received_at=now,
            explicit_key=digest_key(kind.value, clean_identifier(asked.key, "key")),
            kind=kind,
            reason=reason,
        )
    )
    if reply.error:
        raise reply.error
    return reply
