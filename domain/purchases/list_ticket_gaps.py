"""Use case: what a till has not sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.identity.caller import Caller, Operation
from domain.programmes.programme import Programme
from domain.text import optional_identifier


@dataclass(frozen=True, slots=True)
class SequenceGap:
    """Numbers of a till's own sequence that never arrived, the first and the last of them."""

    device: str
    first: int
    last: int


class TicketSequences(Protocol):
    """Where the numbers that arrived are known. Raises `StoreUnavailable`."""

    def gaps(self, programme: Programme, device: str) -> Sequence[SequenceGap]:
        """The gaps between a till's lowest and highest number that arrived, by till; of all tills without a device."""


@dataclass(frozen=True, slots=True)
class ListTicketGaps:
    """Lists the gaps in what tills have sent."""

    sequences: TicketSequences

    def __call__(self, caller: Caller, device: str = "") -> Sequence[SequenceGap]:
        """The gaps, of one till or of all; raises `NotAllowed` or `InvalidInput`."""
        caller.require(Operation.SEND_TICKETS)
        return self.sequences.gaps(caller.programme, optional_identifier(device, "deviceId"))
