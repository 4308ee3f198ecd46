"""POST /accountBalances/update and PATCH /accountBalances: move the balance of an account, exactly once."""

from typing import Any

from flask import request

from domain.accounts.update_command import Phase, UpdateBalance, UpdateReply
from domain.core import LoyaltyCore
from domain.identity.origin import Origin
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.replies.update import AccountBalanceUpdateResponseSchema, AccountBalanceUpdateSchema, update_members

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"

_REPLY_HEADERS = {
    REPLAYED_HEADER: {
        "description": "true where this is the first answer again.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
_KEY_PARAMETER = {
    "name": KEY_HEADER,
    "in": "header",
    "description": "A second name for this update; needed only where the message has no deviceId and transactionId.",
    "schema": {"type": "string", "maxLength": 255, "pattern": "^[ -~]*$"},
}
_EXAMPLE = {
    "@type": "accountBalanceUpdate",
    "transactionId": 978789,
    "deviceId": {"@type": "deviceKey", "id": "pos1@0001.enactor"},
    "accountId": "0101025190527144502028",
    "accountType": "customerLoyaltyAccount",
    "cardNumber": "8934736829037",
    "updateAmount": 88,
    "dateTimeUpdated": 1624295653842,
    "status": "COMPLETED",
    "referenceId": "34546344543",
    "locationId": "Store1",
}


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint, under both of its addresses."""

    def update_account_balance(update: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Move the balance of an account, exactly once.

        `status` says what is meant: COMPLETED (as when left out) moves the balance, finishes a hold or, with an
        original, reverses it; PENDING places a hold; CANCELLED lets one go. `updateAmount` is signed.
        """
        reply = core.update_balance(caller(), command_of(update, request.headers.get(KEY_HEADER, ""), header_origin()))
        return update_members(update, reply), reply_headers(reply)

    for method, path, name in (
        ("POST", "/accountBalances/update", "submitAccountBalanceUpdate"),
        ("PATCH", "/accountBalances", "patchAccountBalance"),
    ):
        endpoints.add(
            method,
            path,
            name=name,
            body=AccountBalanceUpdateSchema,
            reply=AccountBalanceUpdateResponseSchema,
            example=_EXAMPLE,
            headers=_REPLY_HEADERS,
            own_parameters=[_KEY_PARAMETER],
        )(update_account_balance)


def command_of(update: dict[str, Any], key: str, origin: Origin) -> UpdateBalance:
    """The command in an update that was read, under the key of its header."""

    def text(name: str) -> str:
        return str(update.get(name) or "")

    return UpdateBalance(
        account_type=text("account_type"),
        account_id=text("account_id"),
        card_number=text("card_number"),
        amount=update.get("update_amount"),
        phase=update.get("status") or Phase.FINAL,
        currency=text("currency_id"),
        transaction_id=text("transaction_id"),
        reference_id=text("reference_id"),
        original_transaction_id=text("original_transaction_id"),
        original_device=text("original_transaction_device_id"),
        idempotency_key=key,
        occurred_at=update.get("date_time_updated"),
        expires_at=update.get("expiry_time"),
        message_origin=Origin(site=text("location_id"), device=text("device_id")),
        header_origin=origin,
    )


def reply_headers(reply: UpdateReply) -> dict[str, str]:
    """The headers that a reply has of its own."""
    return {REPLAYED_HEADER: "true"} if reply.replayed else {}
