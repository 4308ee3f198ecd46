"""Use case: put a balance right by hand."""

from dataclasses import dataclass

from domain.accounts.account import AccountType, AmountForm
from domain.accounts.account_form import scaled_amount
from domain.accounts.account_records import AccountRecords
from domain.accounts.prepared_update import MovementKind, PreparedUpdate, digest_key
from domain.accounts.update_balance import Ledger
from domain.accounts.update_command import Phase, UpdateReply
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.origin import Origin
from domain.programmes.programme import Programme
from domain.text import clean_identifier, clean_text, echo


@dataclass(frozen=True, slots=True)
class AdjustAccount:
    """Moves a balance for a reason that is written down; a correction is a new movement, never a change of an old one."""

    accounts: AccountRecords
    ledger: Ledger
    clock: Clock

    def __call__(
        self, programme: Programme, kind: AccountType, number: str, amount: str, *, reason: str, key: str, operator: str
    ) -> UpdateReply:
        """Move `amount` (signed, in decimals) once for this `key`, however often it is called.

        Raises `InvalidInput` for a missing account or reason and an amount that the account can't have, the refusal
        (`InsufficientFunds`, `AccountClosed`, ...) where the ledger refuses, `KeyReuse`, or `StoreUnavailable`.
        """
        now = self.clock.now()
        sheet = self.accounts.by_number(programme.id, kind, number, now)
        if sheet is None:
            raise InvalidInput(
                f"There is no account {kind.value} {echo(number)} in programme {programme.code}.", field="number"
            )
        reason = clean_text(reason, "reason")
        if not reason:
            raise InvalidInput("reason is empty; say why, for those who read the books later.", field="reason")
        opening = sheet.opening
        form = AmountForm(opening.unit, opening.precision, programme.rules.money_in_smallest_unit)
        reply = self.ledger.post(
            PreparedUpdate(
                programme_id=programme.id,
                rules=programme.rules,
                account_type=kind,
                account_number=number,
                card_number="",
                amount=form.to_wire(scaled_amount(amount, "amount", opening.precision)),
                phase=Phase.FINAL,
                currency=opening.currency,
                origin=Origin(operator=clean_text(operator, "operator")),
                transaction_id="",
                reference_id="",
                original=None,
                occurred_at=None,
                expires_at=None,
                received_at=now,
                explicit_key=digest_key("adjust", clean_identifier(key, "key")),
                kind=MovementKind.ADJUST,
                reason=reason,
            )
        )
        if reply.error:
            raise reply.error
        return reply
