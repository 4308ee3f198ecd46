"""Files of movements: given out, never taken in."""

from datetime import datetime

from domain.accounts.movement_line import MovementLine
from domain.amounts import format_amount, from_scaled
from gateway.files.columns import Column

MOVEMENT_COLUMNS = (
    Column("movement", "The movement's id."),
    Column("account_type", "Type of the account."),
    Column("account_number", "The account's id."),
    Column("customer_number", "The account's owner; empty for one of nobody."),
    Column(
        "kind", "opening, earn, redeem, adjust, hold, release, reversal, refund, roll-over, expiry or reinstatement."
    ),
    Column("phase", "PENDING, COMPLETED or CANCELLED."),
    Column("moved", "What entered the balance, signed."),
    Column("balance_after", "The balance right after it."),
    Column("held_after", "What was held right after it."),
    Column("available_after", "What was available right after it."),
    Column("device", "The till."),
    Column("transaction_id", "The till's number of the sale."),
    Column("reference_id", "The till's reference."),
    Column("received_at", "When the gateway took it in, in UTC."),
    Column("occurred_at", "When it happened, as the till says, in UTC; may be empty."),
    Column("original", "The movement that it completes, releases or reverses."),
    Column("credential", "Id of the credential that sent it; empty for the command line."),
    Column("site", "Code of the shop."),
    Column("operator", "Who worked the till, as the till says."),
    Column("reason", "Why, for movements that no till sent."),
)


def movement_row(line: MovementLine) -> list[str]:
    """The movement as a row of these columns."""
    movement = line.movement

    def amount(scaled: int) -> str:
        return format_amount(from_scaled(scaled), line.precision)

    return [
        str(movement.id),
        line.account_type,
        line.account_number,
        line.customer_number,
        movement.kind.value,
        movement.phase.value,
        amount(movement.moved),
        amount(movement.balance_after),
        amount(movement.held_after),
        amount(movement.available_after),
        movement.device,
        movement.transaction_id,
        movement.reference_id,
        moment(movement.received_at),
        moment(movement.occurred_at),
        str(movement.original_id or ""),
        str(movement.credential_id or ""),
        movement.site,
        movement.operator,
        movement.reason,
    ]


def moment(value: datetime | None) -> str:
    """A time in UTC as files have it, such as 2026-11-22T09:30:00Z; empty for none."""
    return "" if value is None else value.isoformat().replace("+00:00", "Z")
