"""What the replies of both balance operations share: outcome and figures."""

from lxml import etree

from domain.accounts.figures import Figures
from domain.accounts.outcome import Outcome
from domain.refusals import Refusal
from wsdl.names import RETAIL, core, retail
from wsdl.replies.elements import PREFIXES, amount_text, text


def balance_reply(wrapper: str, output: str) -> tuple[etree._Element, etree._Element]:
    """The reply element, and the empty output object in it."""
    reply = etree.Element(core(wrapper), nsmap=PREFIXES)
    return reply, etree.SubElement(reply, retail(output))


def write_outcome(output: etree._Element, outcome: Outcome, error: Refusal | None, *, namespace: str = RETAIL) -> None:
    """Append the outcome and, for a refusal, its stable code, as members of an object of this namespace."""
    text(etree.SubElement(output, f"{{{namespace}}}outcome"), retail("name"), outcome.value)
    if error is not None:
        text(output, f"{{{namespace}}}errorCode", error.code)


def write_messages(output: etree._Element, messages: list[tuple[str, str]], *, namespace: str = RETAIL) -> None:
    """Append messages, each an id (may be empty) and a text; nothing where there are none."""
    if not messages:
        return
    parent = etree.SubElement(output, f"{{{namespace}}}messages")
    for message_id, message_text in messages:
        message = etree.SubElement(parent, retail("message"))
        if message_id:
            text(message, retail("messageId"), message_id)
        text(message, retail("messageText"), message_text)


def write_figures(output: etree._Element, figures: Figures | None) -> None:
    """Append balance, available and held, where they are known."""
    if figures is None:
        return
    text(output, retail("balance"), amount_text(figures.wire_balance))
    text(output, retail("available"), amount_text(figures.wire_available))
    text(output, retail("held"), amount_text(figures.wire_held))
