"""What an operation of the short road is made of."""

from collections.abc import Callable, Sequence

from domain.core import LoyaltyCore
from domain.identity.caller import Caller
from rest.enactor.compiled.sent import Sent
from rest.enactor.settings import RestSettings

Reply = tuple[str, Sequence[tuple[str, str]]]
"""The text of a reply of status 200, and the headers that it has beside those of every reply."""

Answer = Callable[[Caller], Reply]
"""Calls the core once for this caller, and writes what it says; raises what the core raises."""

Read = Callable[[Sent], Answer | None]
"""Reads a request without calling the core; None leaves it to the declared road."""

Compile = Callable[[LoyaltyCore, RestSettings], Read]
"""Makes an operation when the program starts."""
