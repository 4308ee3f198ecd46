"""Use cases: block an account for a while, and let it go on."""

from dataclasses import dataclass

from domain.accounts.account import AccountType
from domain.accounts.account_records import AccountRecords
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.status import Status, changed_status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class BlockAccount:
    """While an account is blocked, what was begun may finish and nothing new may start."""

    accounts: AccountRecords
    clock: Clock

    def __call__(self, programme: Programme, kind: AccountType, number: str, *, blocked: bool = True) -> Status:
        """Block it, or unblock it; raises `InvalidInput` where there is no such account, or it is closed."""
        wanted = Status.BLOCKED if blocked else Status.ACTIVE
        name = f"{kind.value} {echo(number)}"
        status = self.accounts.change_status(
            programme.id,
            kind,
            number,
            lambda present: changed_status(present.status, wanted, f"Account {name}"),
            self.clock.now(),
        )
        if status is None:
            raise InvalidInput(f"There is no account {name} in programme {programme.code}.", field="number")
        return status
