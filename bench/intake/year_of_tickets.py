"""A year of tickets of many customers, made one after the other: always the same, however long the year.

As shops have them: few customers buy often and few goods are bought often, most baskets are small and some have forty
lines; some customers forget their card, some bring goods back or exchange them, and a till that was away sends its tickets
late, or twice.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench.data import FIRST_NUMBER

YEAR = timedelta(days=365)
SITES, TILLS_PER_SITE, GOODS = ("0001", "0002", "0003"), 20, 5_000
RETURNS, EXCHANGES, CANCELLATIONS, NOBODY, LATE, DUPLICATES = 0.05, 0.01, 0.002, 0.1, 0.03, 0.02
LINES_MOST, MEAN_LINES = 40, 6
REMEMBERED = 10_000
"""How many tickets back a return may reach; what bounds the memory of a year."""

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A ticket as a till sends it; `is_again` where the same was sent before."""

    wire: Wire
    is_again: bool = False

    @property
    def lines(self) -> int:
        """How many lines it has, sold and returned."""
        return len(self.wire.get("lines", ())) + len(self.wire.get("returnedLines", ()))


@dataclass
class YearOfTickets:
    """So many tickets of so many customers in the year before `until`; each is sent once, some again."""

    customers: int
    tickets: int
    until: datetime
    seed: int = 1

    _sequences: dict[str, int] = field(default_factory=dict)
    _earlier: deque[Wire] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _late: list[tuple[int, int, Wire]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Sent]:
        """The tickets in the order in which they arrive."""
        dice = Random(self.seed)  # noqa: S311 - shoppers, no secrets
        for place in range(self.tickets):
            ticket = self._ticket(dice, place)
            if dice.random() < LATE:
                heapq.heappush(self._late, (place + dice.randrange(10, 2_000), place, ticket))
            else:
                yield self._sent(ticket)
            while self._late and self._late[0][0] <= place:
                yield self._sent(heapq.heappop(self._late)[2])
            if self._earlier and dice.random() < DUPLICATES:
                yield Sent(self._earlier[dice.randrange(len(self._earlier))], is_again=True)
        while self._late:
            yield self._sent(heapq.heappop(self._late)[2])

    def _sent(self, ticket: Wire) -> Sent:
        self._earlier.append(ticket)
        return Sent(ticket)

    def _ticket(self, dice: Random, place: int) -> Wire:
        at = self.until - YEAR + YEAR * (place / self.tickets)
        site = dice.choice(SITES)
        device = f"pos{dice.randrange(TILLS_PER_SITE)}@{site}.shop"
        sequence = self._sequences[device] = self._sequences.get(device, 0) + 1
        ticket: Wire = {
            "receiptNumber": str(sequence),
            "businessDate": at.astimezone(UTC).date().isoformat(),
            "locationId": site,
            "deviceId": device,
            "occurredAt": int(at.timestamp() * 1000),
            "sequence": sequence,
        }
        if dice.random() >= NOBODY:
            # Of ten customers, one buys as often as four others together.
            ticket["customerNumber"] = str(FIRST_NUMBER + int(self.customers * dice.random() ** 2))
        kind = dice.random()
        original = self._earlier[dice.randrange(len(self._earlier))] if self._earlier else None
        if original and original.get("lines") and not original.get("original") and kind < RETURNS + EXCHANGES:
            sold = [] if kind < RETURNS else _lines(dice, 1)
            _bring_back(dice, ticket, original, sold)
        elif original and original.get("lines") and kind > 1 - CANCELLATIONS:
            ticket |= {"original": _named(original), "cancelsOriginal": True, "total": 0}
        else:
            lines = _lines(dice, min(LINES_MOST, 1 + int(dice.expovariate(1 / (MEAN_LINES - 1)))))
            ticket |= {"lines": lines, "total": _sum(lines)}
            ticket["tenders"] = [{"type": dice.choice(("CASH", "CARD", "CARD")), "amount": ticket["total"]}]
        return ticket


def _lines(dice: Random, count: int) -> list[Wire]:
    return [_line(dice) for _ in range(count)]


def _line(dice: Random) -> Wire:
    goods = int(GOODS * dice.random() ** 3)
    pence = max(20, int(dice.lognormvariate(5.7, 0.8)))
    return {
        "itemCode": f"I{goods:04}",
        "name": f"Article {goods}",
        "category": f"C{goods % 40}",
        "quantity": 1 if dice.random() < 0.8 else dice.randrange(2, 6),
        "amount": pence / 100,
    }


def _bring_back(dice: Random, ticket: Wire, original: Wire, sold: list[Wire]) -> None:
    """Make this ticket return a line of the original; a line that has come back before may be refused."""
    place = dice.randrange(len(original["lines"]))
    line = original["lines"][place]
    back = {"originalLine": place + 1, "quantity": line["quantity"], "amount": line["amount"]}
    ticket |= {"original": _named(original), "returnedLines": [back], "total": _sum(sold, -line["amount"])}
    if sold:
        ticket["lines"] = sold


def _sum(lines: list[Wire], less: float = 0) -> float:
    pence: int = round(less * 100) + sum(round(line["amount"] * 100) for line in lines)
    return pence / 100


def _named(ticket: Wire) -> Wire:
    return {name: ticket[name] for name in ("receiptNumber", "businessDate", "locationId", "deviceId")}
