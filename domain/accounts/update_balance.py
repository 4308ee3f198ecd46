"""Use case: move the balance of an account, exactly once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.accounts.account import parse_account_type
from domain.accounts.prepared_update import Original, PreparedUpdate, digest_key
from domain.accounts.update_command import UpdateBalance, UpdateReply
from domain.clock import Clock
from domain.errors import InvalidInput, KeyMissing, NotAllowed, TimeInFuture
from domain.identity.caller import Caller, Operation
from domain.identity.origin import Origin, resolve_origin
from domain.refusals import Refusal
from domain.text import clean_identifier, optional_identifier

FUTURE_LIMIT = timedelta(hours=24)


class Ledger(Protocol):
    """Where movements are written."""

    def post(self, update: PreparedUpdate) -> UpdateReply:
        """Decide and write this update; it is durable when this returns.

        Raises `NoAccount`, `KeyReuse`, `InvalidInput` (nothing is recorded) or `StoreUnavailable` (nothing moved).
        """


@dataclass(frozen=True, slots=True)
class UpdateBalanceUseCase:
    """One-step updates, holds, completions, cancellations and reversals, for every account type."""

    ledger: Ledger
    clock: Clock

    def __call__(self, caller: Caller, command: UpdateBalance) -> UpdateReply:
        """Move the balance, or say why not.

        Returns a reply for every business answer (success, refusal, no account, unknown type). Raises `NotAllowed`,
        `InvalidInput`, `KeyReuse` or `StoreUnavailable`; then nothing has moved.
        """
        caller.require(Operation.UPDATE_BALANCE)
        if caller.is_customer:
            raise NotAllowed("A customer's own token may look at balances, not move them.")
        try:
            return self.ledger.post(prepare(caller, command, self.clock.now()))
        except Refusal as refusal:
            return UpdateReply(error=refusal)


def prepare(caller: Caller, command: UpdateBalance, now: datetime) -> PreparedUpdate:
    """The update as the ledger takes it: text checked, origin and times resolved, the explicit key derived.

    Raises `InvalidInput`, `KeyMissing`, `TimeInFuture` or `NotAllowed`; where every value has the right form,
    `UnknownAccountType`.
    """
    origin = resolve_origin(caller, _clean_origin(command.message_origin), _clean_origin(command.header_origin))
    zone = caller.programme.zone_of(origin.site)
    update = PreparedUpdate(
        programme_id=caller.programme.id,
        rules=caller.programme.rules,
        account_number=optional_identifier(command.account_id, "accountId"),
        card_number=optional_identifier(command.card_number, "cardNumber"),
        amount=command.amount,
        phase=command.phase,
        currency=optional_identifier(command.currency, "currencyId").upper(),
        origin=origin,
        transaction_id=optional_identifier(command.transaction_id, "transactionId"),
        reference_id=optional_identifier(command.reference_id, "referenceId"),
        original=_original(command, origin.device),
        occurred_at=_in_utc(command.occurred_at, zone),
        expires_at=_in_utc(command.expires_at, zone),
        received_at=now,
        explicit_key=_explicit_key(command),
        credential_id=caller.credential_id,
        only_customer=caller.subject,
        # Last: a message with a fault of form is told of that first, on both protocols.
        account_type=parse_account_type(clean_identifier(command.account_type, "accountType")),
    )
    if not update.account_number and not update.card_number:
        raise InvalidInput("Send accountId or cardNumber.", field="accountId")
    if update.explicit_key is None and not (origin.device and update.transaction_id):
        raise KeyMissing(field="transactionId")
    if update.occurred_at and update.occurred_at - now > FUTURE_LIMIT:
        raise TimeInFuture(field="dateTimeUpdated")
    return update


def _clean_origin(origin: Origin) -> Origin:
    return Origin(
        site=optional_identifier(origin.site, "locationId"),
        device=optional_identifier(origin.device, "deviceId"),
        operator=optional_identifier(origin.operator, "userId"),
    )


def _original(command: UpdateBalance, own_device: str) -> Original | None:
    transaction_id = optional_identifier(command.original_transaction_id, "originalTransactionId")
    device = optional_identifier(command.original_device, "originalTransactionDeviceId")
    return Original(device or own_device, transaction_id) if transaction_id else None


def _explicit_key(command: UpdateBalance) -> bytes | None:
    key = optional_identifier(command.idempotency_key, "Idempotency-Key", longest=255)
    # The header's draft standard writes the key in quotes; with them and without, it is the same key.
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    return digest_key("explicit", key) if key else None


def _in_utc(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment in UTC; a naive one is read in the site's zone (of a repeated hour, the earlier)."""
    if moment is None:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone, fold=0)).astimezone(UTC)
    except OverflowError:
        raise InvalidInput("A time in the message is out of range.", field="dateTimeUpdated") from None
