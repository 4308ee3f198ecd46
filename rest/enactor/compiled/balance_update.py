"""POST /accountBalances/update and PATCH /accountBalances, compiled."""

from io import BytesIO
from typing import Any

from domain.core import LoyaltyCore
from domain.errors import InvalidInput
from domain.identity.caller import Caller
from rest.enactor.account_balance_update import KEY_HEADER, command_of, reply_headers
from rest.enactor.call import environ_key
from rest.enactor.compiled.operation import Answer, Read, Reply
from rest.enactor.compiled.reader import compiled_reader
from rest.enactor.compiled.sent import Sent
from rest.enactor.compiled.writer import compiled_writer
from rest.enactor.json_text import read_json
from rest.enactor.replies.update import AccountBalanceUpdateResponseSchema, AccountBalanceUpdateSchema, update_members
from rest.enactor.settings import RestSettings

_JSON_TYPES = {"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"}
_KEY = environ_key(KEY_HEADER)


def compile_update(core: LoyaltyCore, settings: RestSettings) -> Read:
    """The update, under either address."""
    read_update = compiled_reader(AccountBalanceUpdateSchema())
    write = compiled_writer(AccountBalanceUpdateResponseSchema())

    def read(sent: Sent) -> Answer | None:
        body = _json_object(sent, settings)
        update = None if body is None else read_update(body)
        if update is None:
            return None
        command = command_of(update, sent.environ.get(_KEY, ""), sent.origin)

        def answer(caller: Caller) -> Reply:
            reply = core.update_balance(caller, command)
            return write(update_members(update, reply)), tuple(reply_headers(reply).items())

        return answer

    return read


def _json_object(sent: Sent, settings: RestSettings) -> dict[str, Any] | None:
    """The body; None where it is anything but one JSON object, of a length that is told and not too large."""
    environ = sent.environ
    length = environ.get("CONTENT_LENGTH", "")
    if environ.get("CONTENT_TYPE", "").lower() not in _JSON_TYPES or "HTTP_CONTENT_ENCODING" in environ:
        return None
    if not (length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= settings.body_bytes_limit):
        return None
    text = environ["wsgi.input"].read(int(length))
    # The declared road may have to read it again.
    environ["wsgi.input"] = BytesIO(text)
    try:
        body = read_json(text, depth_limit=settings.json_depth_limit) if len(text) == int(length) else None
    except InvalidInput:
        return None
    return body if isinstance(body, dict) else None
