"""Use case: close an account for good."""

from dataclasses import dataclass

from domain.accounts.account import AccountType
from domain.accounts.account_records import AccountRecords, AccountStanding
from domain.amounts import format_amount, from_scaled
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.status import Status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """Closes accounts on which nothing is left: balance zero, no hold that has not run out, no points that wait."""

    accounts: AccountRecords
    clock: Clock

    def __call__(self, programme: Programme, kind: AccountType, number: str) -> Status:
        """Close it; raises `InvalidInput` where there is no such account, or something is left on it."""
        name = f"{kind.value} {echo(number)}"

        def close(standing: AccountStanding) -> Status:
            if standing.open_holds:
                raise InvalidInput(
                    f"Account {name} has {standing.open_holds} open holds: complete or cancel them, or wait until they "
                    "run out.",
                    field="number",
                )
            if standing.balance:
                balance = format_amount(from_scaled(standing.balance), standing.precision)
                raise InvalidInput(
                    f"Account {name} has a balance of {balance}: spend it, or take it off with `accounts adjust`.",
                    field="number",
                )
            if standing.waiting:
                points = format_amount(from_scaled(standing.waiting), standing.precision)
                raise InvalidInput(
                    f"Account {name} has {points} points that wait in escrow: wait until they can be spent, or have the "
                    "purchases returned.",
                    field="number",
                )
            return Status.CLOSED

        status = self.accounts.change_status(programme.id, kind, number, close, self.clock.now())
        if status is None:
            raise InvalidInput(f"There is no account {name} in programme {programme.code}.", field="number")
        return status
