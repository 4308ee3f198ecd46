"""POST /api/2.0/send_transaction: a transaction into the books of tickets, exactly once."""

from typing import Any

from flask import Response, current_app
from marshmallow import fields

from domain.accounts.prepared_update import digest_key
from domain.core import LoyaltyCore
from domain.purchases.record_transaction import StatedTransaction
from domain.purchases.ticket_books import TicketReceipt, TicketRequest
from rest.enactor.call import caller, header_origin
from rest.enactor.fields import Figure
from rest.sessionm.endpoints import Endpoints
from rest.sessionm.errors import FaceError
from rest.sessionm.pos.endpoints import OK, PosReplySchema
from rest.sessionm.pos.transaction_body import LONGEST_TRANSACTION_ID, PosTransactionRequestSchema, draft_of, member_of
from rest.sessionm.replies.figures import plain
from rest.sessionm.wire_schema import SessionSchema

_EXAMPLE = {
    "store_id": "0001",
    "client_id": "pos1",
    "request_id": "0f3c2f0e-2a0d-4c86-9f2b-1b3e0a3c9c55",
    "request_payload": {
        "transaction_id": "4711",
        "is_closed": True,
        "is_voided": False,
        "open_time": "2026-11-01T09:28:00.000Z",
        "modified_time": "2026-11-01T09:30:00.000Z",
        "subtotal": 20.00,
        "items": [
            {"line_id": "1", "item_id": "COFFEE", "quantity": 2, "unit_price": 3.00, "subtotal": 6.00},
            {"line_id": "2", "item_id": "SPADE", "quantity": 1, "unit_price": 14.00, "subtotal": 14.00},
        ],
        "payments": [{"type": "CASH", "amount": 20.00, "user_id": "6335000001", "user_id_type": "External_ID"}],
    },
}


class PosTransactionPayloadSchema(SessionSchema):
    """What became of the transaction."""

    transaction_id = fields.String(required=True)
    points_earned = Figure("Points that it earned.", required=True)
    points_taken_back = Figure("Points that went back with what was returned.", required=True)
    remarks = fields.List(fields.String(), required=True, metadata={"description": "What earned nothing, and why."})


class PosTransactionReplySchema(PosReplySchema):
    """OK with what became of it, or ERROR with errors."""

    payload = fields.Nested(PosTransactionPayloadSchema)


_REPLY = PosTransactionReplySchema()


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "/send_transaction",
        method="POST",
        name="sendTransaction",
        body=PosTransactionRequestSchema,
        reply=PosTransactionReplySchema,
        example=_EXAMPLE,
    )
    def send_transaction(sent: dict[str, Any]) -> Any:
        """Book a transaction as it stands; what is stated with less later on has come back, and what is voided too.

        The same request_id of the same store and client gets the first reply, byte for byte; with other content it is
        refused. Shop, client, day of open_time and transaction_id name the receipt, whatever request brings it. An error
        has booked nothing, and may be sent again with the same request_id.
        """
        said = sent["request_payload"]
        if not said["is_closed"]:
            raise FaceError("validation", "The transaction is not closed; send it when it is paid.")
        if len(said["transaction_id"]) > LONGEST_TRANSACTION_ID:
            raise FaceError("validation", f"transaction_id takes up to {LONGEST_TRANSACTION_ID} characters.")
        kind, member = member_of(sent)
        draft = draft_of(sent, caller().programme)
        key = digest_key("sessionm request", sent["store_id"], sent["client_id"], sent["request_id"])
        request = TicketRequest(key, sent["content"], lambda receipt: _written(said["transaction_id"], receipt))
        is_voided = said["is_voided"] or not draft.sold
        stated = StatedTransaction(draft, request, is_voided=is_voided, member=member, kind=kind)
        receipt = core.record_transaction(caller(), stated, header_origin())
        return Response(receipt.reply, content_type="application/json")


def _written(transaction_id: str, receipt: TicketReceipt) -> str:
    """The reply as it is kept."""
    payload = {
        "transaction_id": transaction_id,
        "points_earned": plain(receipt.earned),
        "points_taken_back": plain(receipt.taken_back),
        "remarks": list(receipt.remarks),
    }
    return current_app.json.dumps(_REPLY.dump({"status": OK, "payload": payload}))
