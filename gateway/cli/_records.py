"""What the commands show of each kind of record, by name."""

from typing import Any

from domain.accounts.account_sheet import TERMS, AccountSheet
from domain.amounts import format_amount, format_plain, from_scaled
from domain.cards.card_records import Card
from domain.customers.clean_customer import ADDRESS_FIELDS, PERSON_FIELDS
from domain.customers.customer import Customer
from domain.programmes.earning_rules_form import write_rules
from domain.programmes.earning_rules_records import RulesVersion
from domain.programmes.programme import Programme, Site
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_reviews import TicketReview
from domain.purchases.tier_history import TierChange
from gateway.files.movements import moment

Record = dict[str, Any]


def programme_record(programme: Programme) -> Record:
    """A programme with its rules; not its sites."""
    rules = programme.rules
    return {
        "code": programme.code,
        "name": programme.name,
        "status": programme.status,
        "currency": programme.currency,
        "country": programme.country,
        "time_zone": programme.time_zone,
        "points_precision": rules.points_precision,
        "hold_lifetime_hours": round(rules.hold_lifetime.total_seconds() / 3600),
        "id_reuse_window_hours": round(rules.id_reuse_window.total_seconds() / 3600),
        "late_after_minutes": round(rules.late_after.total_seconds() / 60),
        "late_overspend": rules.late_overspend.value,
        "reversal_may_pass_floor": rules.reversal_may_pass_floor,
        "money_in_smallest_unit": rules.money_in_smallest_unit,
    }


def rules_record(version: RulesVersion) -> Record:
    """A version of the earning rules; in a list, `rules` are the names of those that give points."""
    return {
        "version": version.version,
        "valid_from": moment(version.valid_from),
        "set_at": moment(version.set_at),
        "rules": ", ".join(rule.name for rule in version.rules.earn),
        "expiry": version.rules.expiry.sentence() if version.rules.expiry else "",
        "form": write_rules(version.rules),
    }


def site_record(site: Site) -> Record:
    """A site."""
    return {"code": site.code, "name": site.name, "time_zone": site.time_zone, "status": site.status}


def customer_record(customer: Customer) -> Record:
    """A customer with the address and the groups."""
    person = {name: getattr(customer, name) for name in PERSON_FIELDS}
    address = {name: getattr(customer.address, name) for name in ADDRESS_FIELDS}
    return {"number": customer.number, "status": customer.status, **person, **address, "groups": customer.groups}


def card_record(card: Card) -> Record:
    """A card."""
    return {"number": card.number, "customer_number": card.customer_number, "status": card.status}


def account_record(sheet: AccountSheet) -> Record:
    """An account with its figures, in decimals."""
    opening = sheet.opening

    def amount(scaled: int) -> str:
        return format_amount(from_scaled(scaled), opening.precision)

    terms = {name: getattr(opening.terms, name) for name in TERMS}
    return {
        "account_type": opening.type.value,
        "number": opening.number,
        "customer_number": opening.customer_number,
        "status": opening.status,
        "unit": opening.unit.value,
        "currency": opening.currency,
        "balance": amount(sheet.balance),
        "held": amount(sheet.held),
        "available": amount(sheet.available),
        **terms,
        "floor": amount(opening.terms.floor),
        "credit_limit": amount(opening.terms.credit_limit),
        "opened_at": moment(opening.opened_at),
    }


def short_account_record(sheet: AccountSheet) -> Record:
    """An account in a list of several."""
    whole = account_record(sheet)
    names = ("account_type", "number", "status", "currency", "balance", "held", "available", "tier")
    return {name: whole[name] for name in names}


def tier_change_record(change: TierChange) -> Record:
    """A change of a member's tier."""
    return {
        "joined_at": moment(change.joined_at),
        "tier": change.tier,
        "how": change.reason.value,
        "resets_at": moment(change.resets_at) if change.resets_at else "",
        "points": "" if change.points is None else format_plain(change.points),
        "why": change.explanation,
    }


def review_record(review: TicketReview) -> Record:
    """A ticket that waits until somebody has looked."""
    reference = review.ticket.reference
    return {
        "ticket_id": review.ticket_id,
        "occurred_at": moment(review.ticket.occurred_at),
        "site": reference.site,
        "device": reference.device,
        "receipt_number": reference.receipt_number,
        "customer_number": review.member.customer_number,
        "total": format_plain(review.ticket.total),
        "points": format_plain(review.points),
        "opened_at": moment(review.opened_at),
        "why": review.why,
    }


def ticket_record(receipt: TicketReceipt) -> Record:
    """What became of a ticket."""
    return {
        "ticket_id": receipt.ticket_id,
        "status": receipt.status.value,
        "customer_number": receipt.customer_number,
        "earned": format_plain(receipt.earned),
        "taken_back": format_plain(receipt.taken_back),
        "replayed": receipt.is_replay,
    }
