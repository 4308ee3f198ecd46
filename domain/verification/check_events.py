"""Events in the outbox against the movements that they tell of."""

import json
from collections.abc import Iterable, Iterator

from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_events import VERSION, event_type
from domain.verification.finding import Finding
from domain.verification.rows import EventRow

_TYPES = {kind.value: event_type(kind) for kind in MovementKind}


def check_events(rows: Iterable[EventRow]) -> Iterator[Finding]:
    """What is wrong with the events of movements."""
    for row in rows:
        for sentence in _wrong(row):
            yield Finding("outbox", str(row.id), sentence)


def _wrong(row: EventRow) -> Iterator[str]:
    if row.found_id is None:
        yield f"its movement {row.movement_id} is missing"
        return
    wanted = {
        "movement": row.movement_id,
        "account": row.account_id,
        "kind": row.kind,
        "moved": row.moved,
        "balance": row.balance_after,
        "held": row.held_after,
    }
    if not _tells(row.body, wanted):
        yield f"its body does not tell what movement {row.movement_id} did"
    if (row.programme_id, row.type) != (row.movement_programme_id, _TYPES.get(row.kind)):
        yield f"its type or programme is not that of movement {row.movement_id}"
    if (row.version, row.customer_id) != (VERSION, row.owner_id):
        yield f"its version or customer is not that of an event of movement {row.movement_id}"


def _tells(text: str, wanted: dict[str, object]) -> bool:
    try:
        body = json.loads(text)
    except ValueError:
        return False
    return isinstance(body, dict) and body.keys() == {*wanted, "sequence"} and wanted.items() <= body.items()
