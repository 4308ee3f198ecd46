"""Use case: find a member's profile by what names the member."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.cards.card_number import card_digits
from domain.clock import Clock
from domain.customers.identifier_keys import IdentifierKind, email_key, phone_key
from domain.engagement.member_profile import MemberProfile
from domain.engagement.profile_directory import ProfileDirectory
from domain.engagement.tier_progress import TierProgress, tier_progress
from domain.errors import InvalidInput
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.refusals import SeveralCustomers
from domain.text import clean_identifier, clean_text


@dataclass(frozen=True, slots=True)
class FoundProfile:
    """A profile, and where the member stands by the rules of this moment."""

    profile: MemberProfile
    tier: TierProgress


@dataclass(frozen=True, slots=True)
class FindProfile:
    """Reads one customer of the caller's programme with balances and tier."""

    profiles: ProfileDirectory
    rules: EarningRulesRecords
    clock: Clock

    def __call__(
        self, caller: Caller, kind: IdentifierKind, value: str, *, field: str, header_origin: Origin = NOWHERE
    ) -> FoundProfile | None:
        """The one customer of this identifier, or None; `field` is what the caller calls it.

        Raises `SeveralCustomers` where it names more than one, `InvalidInput` or `NotAllowed`. An e-mail address counts
        in any case, a telephone number in any form that its country or the world uses.
        """
        caller.require(Operation.READ_CUSTOMER)
        resolve_origin(caller, NOWHERE, header_origin)
        return self.of(caller, kind, identifier_key(kind, value, caller.programme.country, field))

    def of(self, caller: Caller, kind: IdentifierKind, key: str) -> FoundProfile | None:
        """The same by a key of `identifier_keys`, for who may read it otherwise; raises `SeveralCustomers`."""
        found = {
            each.id: each
            for one_kind, one_key in _keys_of(kind, key)
            for each in self.profiles.find(caller.programme, one_kind, one_key, self.clock.now())
            if caller.may_reach(each.customer.number)
        }
        if len(found) > 1:
            raise SeveralCustomers
        return next((self._judged(caller, profile) for profile in found.values()), None)

    def _judged(self, caller: Caller, profile: MemberProfile) -> FoundProfile:
        version = self.rules.at(caller.programme, self.clock.now())
        rules = version.rules.tiers if version else None
        return FoundProfile(profile, tier_progress(rules, profile.tier, profile.points.tier_qualifying.balance))


def identifier_key(kind: IdentifierKind, value: str, country: str, field: str) -> str:
    """The key of what a caller sends as an identifier of this kind; raises `InvalidInput`, naming the field."""
    return _KEYS[kind](value, country, field)


def _email(value: str, _country: str, field: str) -> str:
    key = email_key(clean_text(value, field))
    if key is None:
        raise InvalidInput(f"{field} is no e-mail address; send one such as name@example.com.", field=field)
    return key


def _phone(value: str, country: str, field: str) -> str:
    text = clean_text(value, field)
    # Who may send digits only can't say by a plus sign that the country is among them.
    key = phone_key(text, country) or (phone_key(f"+{text}", country) if text.isdecimal() else None)
    if key is None:
        raise InvalidInput(
            f"{field} is no telephone number of {country} or of the world; send its digits.", field=field
        )
    return key


def _as_it_is(value: str, _country: str, field: str) -> str:
    return clean_identifier(value, field)


def _lower(value: str, _country: str, field: str) -> str:
    return clean_identifier(value, field).lower()


def _keys_of(kind: IdentifierKind, key: str) -> list[tuple[IdentifierKind, str]]:
    """What to look for: a number that others know a customer by may be the customer's own or that of a card."""
    if kind is not IdentifierKind.EXTERNAL:
        return [(kind, key)]
    digits = card_digits(key)
    return [(IdentifierKind.NUMBER, key), *([(IdentifierKind.CARD, digits)] if digits else [])]


_KEYS: dict[IdentifierKind, Callable[[str, str, str], str]] = {
    IdentifierKind.EMAIL: _email,
    IdentifierKind.PHONE: _phone,
    IdentifierKind.NUMBER: _as_it_is,
    IdentifierKind.ID: _lower,
    IdentifierKind.EXTERNAL: _as_it_is,
}
