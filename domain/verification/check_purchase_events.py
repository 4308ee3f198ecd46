"""Events in the outbox against the tickets and changes of tiers that they tell of: each told of once, as it is."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from domain.amounts import to_scaled
from domain.purchases.purchase_events import APPROVED, ATTRIBUTED, BOOKED, REJECTED, TIER_CHANGED, VERSION
from domain.purchases.ticket import TicketKind
from domain.purchases.ticket_books import TicketStatus
from domain.verification.finding import Finding
from domain.verification.purchase_rows import StrayEventRow, TicketEventRow, TierEventRow

_TYPES = {kind.value: type_ for kind, type_ in BOOKED.items()}
_ONE = "it must tell of one movement, one ticket, one change of tier or one announced expiry"
_DECIDED = {TicketStatus.APPROVED.value: APPROVED, TicketStatus.REJECTED.value: REJECTED}


def check_ticket_events(rows: Iterable[TicketEventRow]) -> Iterator[Finding]:
    """What is wrong with the events of tickets; the rows come in the order of the tickets."""
    for ticket_id, group in groupby(rows, key=lambda row: row.ticket_id):
        events = list(group)
        if events[0].found_id is None:
            yield from (Finding("outbox", str(row.event_id), f"its ticket {ticket_id} is missing") for row in events)
            continue
        yield from (Finding("ticket", str(ticket_id), sentence) for sentence in _wrong_ticket(events))


def check_tier_events(rows: Iterable[TierEventRow]) -> Iterator[Finding]:
    """What is wrong with the events of tiers; the rows come in the order of the changes."""
    for (account_id, number), group in groupby(rows, key=lambda row: (row.account_id, row.number)):
        events = list(group)
        change = f"{account_id} {number}"
        if events[0].found_id is None:
            yield from (Finding("outbox", str(row.event_id), f"its tier change {change} is missing") for row in events)
        elif len(events) > 1 or events[0].event_id is None:
            count = sum(row.event_id is not None for row in events)
            yield Finding("tier_change", change, f"it has {count} events; it must have one")
        elif not _tells_of_change(events[0]):
            yield Finding("outbox", str(events[0].event_id), f"it does not tell of the tier change {change} as it is")


def check_stray_events(rows: Iterable[StrayEventRow]) -> Iterator[Finding]:
    """Events that tell of nothing, or of several things."""
    for row in rows:
        yield Finding("outbox", str(row.id), _ONE)


def _wrong_ticket(events: list[TicketEventRow]) -> Iterator[str]:
    ticket = events[0]
    decided = [row for row in events if row.type in _DECIDED.values()]
    given = [row for row in events if row.type == ATTRIBUTED]
    told = [row for row in events if row.event_id is not None and row not in (*given, *decided)]
    if len(told) != 1:
        yield f"it has {len(told)} events of its booking; it must have one"
        return
    for row in (*told, *given, *decided):
        if row.event_programme_id != ticket.programme_id:
            yield f"the programme of its event {row.event_id} is another"
        owner = None if _body(row.body).get("account") is None else ticket.owner_id
        if (row.version, row.customer_id) != (VERSION, owner):
            yield f"the version or customer of its event {row.event_id} is another"
    booked = _body(told[0].body)
    if told[0].type != _TYPES.get(ticket.kind) or not _tells_of_booking(booked, ticket):
        yield f"its event {told[0].event_id} does not tell of it as it was booked"
        return
    was_given = booked["account"] is None and ticket.account_id is not None
    if len(given) != int(was_given):
        yield f"it has {len(given)} events of being given to a member; it must have {int(was_given)}"
    elif was_given and _body(given[0].body) != _figures_before_review(ticket, _body(given[0].body)):
        yield f"its event {given[0].event_id} does not tell of it as it was given"
    wanted = _DECIDED.get(ticket.status)
    if [row.type for row in decided] != ([wanted] if wanted else []):
        yield f"its status is {ticket.status}, of which {len(decided)} events tell"
    elif decided and _body(decided[0].body) != _figures(ticket):
        yield f"its event {decided[0].event_id} does not tell of it as it was decided"


def _tells_of_booking(body: dict[str, Any], ticket: TicketEventRow) -> bool:
    """Whether this is the ticket; its figures too, unless it was nobody's then and has earned since."""
    figures = _figures_before_review(ticket, body)
    if body.get("account") is None:
        figures = {**figures, "account": None, "earned": 0}
    if ticket.account_id is not None and body.get("account") is None:
        figures["takenBack"] = body.get("takenBack")
    original = body.get("original")
    names_original = isinstance(original, int) if ticket.kind != TicketKind.SALE.value else original is None
    wanted = {**figures, "kind": ticket.kind, "occurredAt": ticket.occurred_at, "original": original}
    return body == wanted and names_original


def _figures_before_review(ticket: TicketEventRow, body: dict[str, Any]) -> dict[str, Any]:
    """What was told before somebody looked: nothing was earned; what came back since is in the later answer alone."""
    figures = _figures(ticket)
    is_later = ticket.status in _DECIDED
    return {**figures, "earned": 0, "takenBack": body.get("takenBack")} if is_later else figures


def _figures(ticket: TicketEventRow) -> dict[str, Any]:
    taken_back = Decimal(str(_body(ticket.receipt).get("taken_back", 0)))
    figures = {"ticket": ticket.ticket_id, "account": ticket.account_id, "earned": ticket.earned}
    return {**figures, "takenBack": to_scaled(taken_back)}


def _tells_of_change(row: TierEventRow) -> bool:
    wanted = {
        "account": row.account_id,
        "number": row.number,
        "tier": row.tier,
        "reason": row.reason,
        "joinedAt": row.joined_at,
        "resetsAt": row.resets_at,
        "points": row.points,
    }
    right = (TIER_CHANGED, row.programme_id, VERSION, row.owner_id)
    return (row.type, row.event_programme_id, row.version, row.customer_id) == right and _body(row.body) == wanted


def _body(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
