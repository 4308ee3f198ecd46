"""The reply of the balance update: retail:accountBalanceUpdateOutput."""

from typing import Any

from lxml import etree

from domain.accounts.update_command import UpdateReply
from wsdl.names import retail
from wsdl.replies.balance import balance_reply, write_figures, write_messages, write_outcome
from wsdl.replies.elements import flag_text, moment_text, optional, text
from wsdl.types.balances import AccountBalanceUpdate

MEMBERS = tuple(AccountBalanceUpdate.get_flat_type_info(AccountBalanceUpdate))


def update_reply(update: Any, answer: UpdateReply) -> etree._Element:
    """The reply: the update as it was sent, the outcome, and the figures right after it.

    `update` is the wire type. The echo is completed by what the till may have left open: the account that a card led
    to, and the time at which a hold lapses.
    """
    reply, output = balance_reply("submitAccountBalanceUpdateResponse", "accountBalanceUpdateOutput")
    echo = {name: getattr(update, name) or "" for name in MEMBERS}
    echo["accountId"] = echo["accountId"] or answer.account_number
    if answer.expires_at is not None:
        echo["expiryTime"] = moment_text(answer.expires_at)
    element = etree.SubElement(output, retail("accountBalanceUpdate"))
    for name in MEMBERS:
        optional(element, retail(name), echo[name])
    write_outcome(output, answer.outcome, answer.error)
    if answer.error is not None:
        write_messages(output, [(answer.error.code, answer.error.sentence)])
    write_figures(output, answer.figures)
    text(output, retail("replayed"), flag_text(answer.replayed))
    optional(output, retail("duplicateOf"), answer.duplicate_of)
    return reply
