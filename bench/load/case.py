"""What is called: one operation over one protocol, or its yardstick."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Check = Callable[[bytes], str]
"""Looks at the body of a 200 and says what is wrong with it; empty where it is the right answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table.

    In the body, `@ID@` stands for a transaction id that is never used twice, and `@ACCOUNT@` for one of `accounts`; a
    case without accounts sends the same request each time. `yardstick` is the name of the case that it is compared
    with, empty for a yardstick itself. `moves` says that each answer must have moved a balance.
    """

    name: str
    method: str
    path: str
    check: Check
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    accounts: Sequence[str] = ()
    yardstick: str = ""
    moves: bool = False

    def body_for(self, transaction_id: str, place: int) -> bytes:
        """The body with its marks filled in, the account taken by place."""
        account = self.accounts[place % len(self.accounts)] if self.accounts else ""
        return self.body.replace("@ID@", transaction_id).replace("@ACCOUNT@", account).encode()


def contains(*parts: str) -> Check:
    """A check that all of these are in the answer."""

    def check(body: bytes) -> str:
        missing = [part for part in parts if part.encode() not in body]
        return f"no {missing[0]!r} in it" if missing else ""

    return check
