"""GET /accounts/{accountType}/{accountId}/explanation: what makes a balance, as of any moment. An address of our own."""

import re
from datetime import datetime, timedelta
from typing import Any

from domain.accounts.explain_balance import EntryLine, Explanation, HoldLine
from domain.accounts.ledger_records import Movement
from domain.amounts import to_scaled
from domain.core import LoyaltyCore
from domain.purchases.tier_history import TierChange
from domain.text import XML_WHITESPACE
from rest.enactor.account_balance_enquiry import ID_IN_PATH, TYPE_IN_PATH
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import EpochMilliseconds
from rest.enactor.json_text import JsonNumber
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, links, page_members, page_request
from rest.enactor.replies.explanation import AccountBalanceExplanationSchema

_DIGITS = re.compile(r"-?[0-9]{1,20}")


_REST_OF_MILLISECOND = timedelta(microseconds=999)


class MomentInQuery(EpochMilliseconds):
    """A moment in a query, as text: the end of that millisecond, for what is told to have been then was within it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        digits = value.strip(XML_WHITESPACE)
        if not _DIGITS.fullmatch(digits):
            self.refuse("must be a whole number of milliseconds since 1970.")
        return super()._deserialize(JsonNumber(digits)) + _REST_OF_MILLISECOND


class ExplanationQuerySchema(PageQuerySchema):
    """Which moment, and which page of the entries."""

    as_of = MomentInQuery("As of this moment, in milliseconds since 1970; without it, now.")


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/accounts/<accountType>/<accountId>/explanation",
        name="explainAccountBalance",
        query=ExplanationQuerySchema,
        reply=AccountBalanceExplanationSchema,
        headers=LINK_HEADER,
        path_parameters=[TYPE_IN_PATH, ID_IN_PATH],
    )
    def explain_account_balance(
        query: dict[str, Any],
        accountType: str,  # noqa: N803 - the path's names
        accountId: str,  # noqa: N803
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Explain a balance: the entries that make it and the holds that reserve of it, as of any moment.

        The sum of all entries' amounts is the balance, but for points that have come to be spendable or have expired
        by then and were entered later; the holds below zero are what is held. Of a member the
        changes of the tier are told too, also those that time has brought and nobody has written yet.
        """
        page = page_request(query)
        told = core.explain_balance(caller(), accountType, accountId, query.get("as_of"), page, header_origin())
        return _members(told), links(told.entries)


def _members(told: Explanation) -> dict[str, Any]:
    wire = told.standing.form.to_wire
    return {
        "account_type": told.type.value,
        "account_id": told.number,
        "customer_number": told.standing.customer_number,
        "as_of": told.as_of,
        "balance": wire(told.standing.balance),
        "held": wire(told.held),
        "available": wire(told.available),
        "credit_limit": wire(told.standing.credit_limit),
        "next_expiry": _expiry(told),
        "holds": [_hold(hold, told) for hold in told.holds],
        "entries": [_entry(line, told) for line in told.entries.rows],
        "tier_history": [_tier(change, told) for change in told.tiers] or None,
        **page_members(told.entries),
    }


def _tier(change: TierChange, told: Explanation) -> dict[str, Any]:
    points = None if change.points is None else told.standing.form.to_wire(to_scaled(change.points))
    return {
        "tier_code": change.tier,
        "reason": change.reason.value,
        "joined_at": change.joined_at,
        "resets_at": change.resets_at,
        "points": points,
        "explanation": change.explanation,
    }


def _expiry(told: Explanation) -> dict[str, Any] | None:
    expiry = told.standing.next_expiry
    if expiry is None:
        return None
    return {"amount": told.standing.form.to_wire(expiry.points), "expiry_time": expiry.expires_at}


def _entry(line: EntryLine, told: Explanation) -> dict[str, Any]:
    wire = told.standing.form.to_wire
    return {
        **_source(line.movement, line.credential),
        "sequence": line.sequence,
        "amount": wire(line.movement.moved),
        "balance": wire(line.movement.balance_after),
        "original_transaction_id": line.original,
    }


def _hold(hold: HoldLine, told: Explanation) -> dict[str, Any]:
    amount = told.standing.form.to_wire(hold.amount)
    return {**_source(hold.movement, hold.credential), "amount": amount, "expiry_time": hold.expires_at}


def _source(movement: Movement, credential: str) -> dict[str, Any]:
    return {
        "kind": movement.kind.value,
        "transaction_id": movement.transaction_id,
        "device_id": movement.device,
        "location_id": movement.site,
        "user_id": movement.operator,
        "credential": credential,
        "reference_id": movement.reference_id,
        "reason": movement.reason,
        "received_at": movement.received_at,
        "date_time_updated": movement.occurred_at,
    }
