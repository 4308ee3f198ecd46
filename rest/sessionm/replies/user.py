"""The user object, and the reply around it."""

from typing import Any

from marshmallow import fields

from domain.customers.customer import Customer
from domain.engagement.find_profile import FoundProfile
from domain.engagement.member_profile import PointBalances
from domain.programmes.programme import Programme
from domain.status import Status
from rest.enactor.fields import Figure
from rest.enactor.settings import rest_settings
from rest.sessionm.countries import three_letters
from rest.sessionm.endpoints import UserErrorsSchema
from rest.sessionm.query import Shown
from rest.sessionm.replies.figures import plain
from rest.sessionm.replies.point_balances import PointAccountBalancesSchema, balance_members
from rest.sessionm.replies.tier import TierDetailsSchema, tier_details, tier_members
from rest.sessionm.wire_schema import SessionSchema, with_space


class UserProfileSchema(SessionSchema):
    """Custom attributes."""

    title = fields.String()
    groups = fields.List(fields.String())


class IdentifierSchema(SessionSchema):
    """One name of the user in another system."""

    external_id = fields.String(required=True)
    external_id_type = fields.String(required=True)


class UserPhoneNumberSchema(SessionSchema):
    """A telephone number."""

    phone_number = fields.String(required=True)
    phone_type = fields.String(required=True)
    preference_flags = fields.List(fields.String(), required=True)
    verified_ownership = fields.Boolean(required=True)


class UserSchema(SessionSchema):
    """A customer, with points and tier. What the gateway does not keep is left out."""

    id = fields.String(required=True)
    external_id = fields.String(required=True)
    opted_in = fields.Boolean()
    proxy_ids = fields.List(fields.String())
    available_points = Figure()
    test_points = Figure()
    unclaimed_achievement_count = fields.Integer()
    email = fields.String()
    mobile_number = fields.String()
    phone_numbers = fields.List(fields.Nested(UserPhoneNumberSchema))
    created_at = fields.String()
    address = fields.String()
    address2 = fields.String()
    city = fields.String()
    zip = fields.String()
    state = fields.String()
    country = fields.String(metadata={"description": "Three letters by ISO 3166."})
    suspended = fields.Boolean()
    last_name = fields.String()
    first_name = fields.String()
    account_status = fields.String()
    tier = fields.String()
    tier_system = fields.String()
    tier_points = Figure()
    next_tier_points = Figure()
    tier_ends_value = Figure()
    tier_entered_at = fields.String()
    tier_resets_at = fields.String()
    user_profile = fields.Nested(UserProfileSchema)
    identifiers = fields.List(fields.Nested(IdentifierSchema))
    tier_details = fields.Nested(TierDetailsSchema)
    point_account_balances = fields.Nested(PointAccountBalancesSchema)


class UserReplySchema(SessionSchema):
    """ok with a user, or error with errors."""

    status = fields.String(required=True, metadata={"enum": ["ok", "error"]})
    user = fields.Nested(UserSchema)
    errors = fields.Nested(UserErrorsSchema)


def user_reply(found: FoundProfile, programme: Programme, shown: Shown) -> dict[str, Any]:
    """The reply with this user."""
    return {"status": "ok", "user": user_members(found, programme, shown)}


def user_members(found: FoundProfile, programme: Programme, shown: Shown) -> dict[str, Any]:
    """The members of this user."""
    profile = found.profile
    customer = profile.customer
    user = {
        "id": profile.id,
        "external_id": customer.number,
        "opted_in": profile.is_enrolled,
        "proxy_ids": [],
        "available_points": plain(_available(profile.points)),
        "test_points": 0,
        "unclaimed_achievement_count": 0,
        "created_at": with_space(profile.joined_at),
        **_person(customer),
        **tier_members(found),
    }
    if shown.user_profile:
        user["user_profile"] = {"title": customer.title, "groups": list(customer.groups)}
    if shown.show_identifiers:
        cards = [{"external_id": number, "external_id_type": "card"} for number in profile.cards]
        user["identifiers"] = [{"external_id": customer.number, "external_id_type": "customer_number"}, *cards]
    if shown.expand_incentives:
        user["tier_details"] = tier_details(found, programme)
        user["point_account_balances"] = balance_members(profile, programme)
    return user


def _available(points: PointBalances) -> Any:
    waiting = points.spendable_escrow.balance if rest_settings().available_points_with_escrow else 0
    return points.spendable.balance + waiting


def _person(customer: Customer) -> dict[str, Any]:
    address = customer.address
    is_active = customer.status == Status.ACTIVE
    members: dict[str, Any] = {
        "email": customer.email,
        "mobile_number": customer.phone,
        "phone_numbers": _phone_numbers(customer.phone),
        "address": address.street1,
        "address2": address.street2,
        "city": address.town,
        "zip": address.postcode,
        "state": address.county,
        "country": three_letters(address.country),
        "last_name": customer.surname,
        "first_name": customer.forename,
        "account_status": "good" if is_active else customer.status.lower(),
    }
    return {"suspended": not is_active} | {name: value or None for name, value in members.items()}


def _phone_numbers(phone: str) -> list[dict[str, Any]]:
    if not phone:
        return []
    # The one number that is kept, told as mobile_number too, whatever type a client had for it.
    flags = {"phone_type": "mobile", "preference_flags": ["primary"], "verified_ownership": False}
    return [{"phone_number": phone, **flags}]
