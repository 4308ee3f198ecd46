"""Events in the outbox against the expiries that they announce: each announced once, as it is kept."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from domain.accounts.expiry_events import EXPIRY_ANNOUNCED, VERSION
from domain.verification.finding import Finding
from domain.verification.purchase_rows import ExpiryEventRow


def check_expiry_events(rows: Iterable[ExpiryEventRow]) -> Iterator[Finding]:
    """What is wrong with the events of announced expiries; the rows come in the order of account and expiry."""
    for (account_id, expires_at), group in groupby(rows, key=lambda row: (row.account_id, row.expires_at)):
        events = list(group)
        expiry = f"{account_id} {expires_at}"
        count = sum(row.event_id is not None for row in events)
        if events[0].found_id is None:
            missing = f"its announced expiry {expiry} is missing"
            yield from (Finding("outbox", str(row.event_id), missing) for row in events)
        elif count != 1:
            yield Finding("expiry_announcement", expiry, f"it has {count} events; it must have one")
        elif not _tells_of_it(events[0]):
            yield Finding(
                "outbox", str(events[0].event_id), f"it does not tell of the announced expiry {expiry} as it is"
            )


def _tells_of_it(row: ExpiryEventRow) -> bool:
    wanted = {"account": row.account_id, "points": row.points, "expiresAt": row.expires_at}
    right = (EXPIRY_ANNOUNCED, row.programme_id, row.announced_at, VERSION, row.owner_id)
    has = (row.type, row.event_programme_id, row.created_at, row.version, row.customer_id)
    return has == right and _body(row.body) == wanted


def _body(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
