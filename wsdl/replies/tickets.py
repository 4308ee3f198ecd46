"""The replies of purchases: receipts, forecasts, gaps."""

from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from domain.accounts.outcome import Outcome, outcome_of
from domain.amounts import format_plain
from domain.purchases.list_ticket_gaps import SequenceGap
from domain.purchases.preview_earning import EarningForecast
from domain.purchases.ticket_books import TicketReceipt
from domain.refusals import Refusal
from wsdl.names import RETAIL, TICKET, ticket
from wsdl.replies.balance import write_messages, write_outcome
from wsdl.replies.elements import flag_text, moment_text, optional, text

_BALANCES = (
    ("spendable", "spendable"),
    ("spendableEscrow", "spendable_escrow"),
    ("tierQualifying", "tier_qualifying"),
    ("tierQualifyingEscrow", "tier_qualifying_escrow"),
)


def receipt_reply(wrapper: str, receipt: TicketReceipt | Refusal) -> etree._Element:
    """The reply of a ticket that was sent or claimed: its receipt, or the refusal."""
    reply, output = _reply(wrapper, "ticketReceipt")
    if isinstance(receipt, Refusal):
        _write_refusal(output, receipt)
        return reply
    write_outcome(output, Outcome.SUCCESS, None, namespace=TICKET)
    text(output, ticket("ticketId"), str(receipt.ticket_id))
    text(output, ticket("kind"), receipt.kind.value)
    text(output, ticket("status"), receipt.status.value)
    text(output, ticket("replayed"), flag_text(receipt.is_replay))
    text(output, ticket("earned"), format_plain(receipt.earned))
    text(output, ticket("takenBack"), format_plain(receipt.taken_back))
    text(output, ticket("withdrawn"), format_plain(receipt.withdrawn))
    text(output, ticket("givenBack"), format_plain(receipt.given_back))
    _write_steps(output, [(reason.rule, reason.points, reason.explanation) for reason in receipt.reasons])
    _write_list(output, "remarks", "remark", receipt.remarks)
    optional(output, ticket("customerNumber"), receipt.customer_number)
    if receipt.rules_version is not None:
        text(output, ticket("rulesVersion"), str(receipt.rules_version))
    if receipt.spendable_from is not None:
        text(output, ticket("spendableFrom"), moment_text(receipt.spendable_from))
    balances = [(name, value) for name, of in _BALANCES if (value := getattr(receipt, of)) is not None]
    if balances:
        parent = etree.SubElement(output, ticket("balances"))
        for name, value in balances:
            text(parent, ticket(name), format_plain(value))
    return reply


def forecast_reply(forecast: EarningForecast | Refusal, lines: int) -> etree._Element:
    """The reply of a preview of a basket of so many lines: what it would earn, or the refusal."""
    reply, output = _reply("submitEarningPreviewResponse", "earningForecast")
    if isinstance(forecast, Refusal):
        _write_refusal(output, forecast)
        return reply
    earning, member = forecast.earning, forecast.member
    write_outcome(output, Outcome.SUCCESS, None, namespace=TICKET)
    text(output, ticket("status"), forecast.status.value)
    text(output, ticket("points"), format_plain(earning.points))
    _write_steps(output, [(step.rule, step.points, step.explanation) for step in earning.steps])
    _write_list(output, "shares", "share", [format_plain(earning.share_of(line)) for line in range(lines)])
    _write_list(output, "remarks", "remark", forecast.remarks)
    text(output, ticket("rulesVersion"), str(forecast.rules_version))
    text(output, ticket("spendableFrom"), moment_text(forecast.spendable_from))
    if member:
        text(output, ticket("customerNumber"), member.customer_number)
        optional(output, ticket("tierCode"), member.tier)
    return reply


def gaps_reply(gaps: Sequence[SequenceGap]) -> etree._Element:
    """The reply of the gap search."""
    reply, output = _reply("submitTicketGapSearchResponse", "ticketGaps")
    for gap in gaps:
        element = etree.SubElement(output, ticket("gap"))
        text(element, ticket("deviceId"), gap.device)
        text(element, ticket("first"), str(gap.first))
        text(element, ticket("last"), str(gap.last))
    return reply


def _reply(wrapper: str, output: str) -> tuple[etree._Element, etree._Element]:
    reply = etree.Element(ticket(wrapper), nsmap={"ticket": TICKET, "retail": RETAIL})
    return reply, etree.SubElement(reply, ticket(output))


def _write_refusal(output: etree._Element, error: Refusal) -> None:
    write_outcome(output, outcome_of(error), error, namespace=TICKET)
    write_messages(output, [(error.code, error.sentence)], namespace=TICKET)
    text(output, ticket("advice"), error.advice.value)


def _write_steps(output: etree._Element, steps: Sequence[tuple[str, Decimal, str]]) -> None:
    if not steps:
        return
    parent = etree.SubElement(output, ticket("steps"))
    for rule, points, explanation in steps:
        step = etree.SubElement(parent, ticket("step"))
        text(step, ticket("rule"), rule)
        text(step, ticket("points"), format_plain(points))
        text(step, ticket("explanation"), explanation)


def _write_list(output: etree._Element, name: str, each: str, values: Sequence[str]) -> None:
    if not values:
        return
    parent = etree.SubElement(output, ticket(name))
    for value in values:
        text(parent, ticket(each), value)
