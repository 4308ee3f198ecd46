"""Short ways to make what tests need: programmes, callers, accounts and updates."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import Phase, UpdateBalance, UpdateReply
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.programmes.programme import Programme, ProgrammeRules

START = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
LOYALTY = "customerLoyaltyAccount"


@dataclass
class TestClock:
    """A clock that stands still until it is told to move on."""

    __test__ = False

    moment: datetime = START

    def now(self) -> datetime:
        """The moment that was set."""
        return self.moment

    def advance(self, **time: float) -> None:
        """Move on by this timedelta."""
        self.moment += timedelta(**time)


def programme(**rules: Any) -> Programme:
    """Programme 1 with these rules."""
    return Programme(1, "LOYALTY_UK", "Loyalty UK", rules=ProgrammeRules(**rules))


@dataclass
class Till:
    """A till at the update use case: short calls, a transaction id of its own for each sale."""

    use_case: UpdateBalanceUseCase
    clock: TestClock
    caller: Caller = field(default_factory=lambda: Caller(programme(), 1, "till-1"))
    account: str = "100"
    device: str = "pos1@0001.enactor"

    def send(self, transaction_id: str, amount: str | None, **more: Any) -> UpdateReply:
        """Send one update; `amount` is a decimal text or None."""
        command = {
            "account_type": LOYALTY,
            "account_id": self.account,
            "amount": None if amount is None else Decimal(amount),
            "transaction_id": transaction_id,
            "message_origin": Origin(device=more.pop("device", self.device)),
        }
        return self.use_case(self.caller, UpdateBalance(**{**command, **more}))

    def hold(self, transaction_id: str, amount: str, **more: Any) -> UpdateReply:
        """Send a PENDING update."""
        return self.send(transaction_id, amount, phase=Phase.HOLD, **more)

    def cancel(self, transaction_id: str, amount: str | None = None, **more: Any) -> UpdateReply:
        """Send a CANCELLED update."""
        return self.send(transaction_id, amount, phase=Phase.CANCEL, **more)


def figures(reply: UpdateReply) -> tuple[int, int, int]:
    """Balance, held and available of the reply, as whole wire amounts."""
    assert reply.figures
    return int(reply.figures.wire_balance), int(reply.figures.wire_held), int(reply.figures.wire_available)
