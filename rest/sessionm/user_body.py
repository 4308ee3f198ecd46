"""What is written of a user: the members of a request's object `user`, and the changes that they are."""

from typing import Any

from marshmallow import fields

from domain.engagement.member_form import MemberChanges
from domain.text import LONGEST_IDENTIFIER
from rest.sessionm.countries import two_letters
from rest.sessionm.errors import FaceError
from rest.sessionm.wire_schema import SessionSchema
from rest.tickets.fields import Words

_TEXTS = {
    "email": "email",
    "mobile_number": "phone",
    "last_name": "surname",
    "first_name": "forename",
    "address": "street1",
    "address2": "street2",
    "city": "town",
    "zip": "postcode",
    "state": "county",
    "country": "country",
}
"""Names of members, and of the customer's fields that they are."""


class SentUserProfileSchema(SessionSchema):
    """Custom attributes; what the gateway does not keep is let pass."""

    title = Words(allow_none=True)
    groups = fields.List(Words(), metadata={"description": "All groups from now on."})


class SentPhoneNumberSchema(SessionSchema):
    """A telephone number; its type and flags are let pass."""

    phone_number = Words(required=True)


class SentUserSchema(SessionSchema):
    """What to keep of a user. An empty text, or null, clears a member; one that is left out stays as it is."""

    external_id = Words(metadata={"maxLength": LONGEST_IDENTIFIER, "description": "The customer number."})
    opted_in = fields.Boolean(metadata={"description": "Whether the user takes part: true enrols."})
    email = Words(allow_none=True)
    mobile_number = Words(allow_none=True)
    phone_numbers = fields.List(
        fields.Nested(SentPhoneNumberSchema),
        allow_none=True,
        metadata={"description": "All telephone numbers from now on: one, or none to clear it."},
    )
    address = Words(allow_none=True)
    address2 = Words(allow_none=True)
    city = Words(allow_none=True)
    zip = Words(allow_none=True)
    state = Words(allow_none=True)
    country = Words(allow_none=True, metadata={"description": "Two or three letters by ISO 3166."})
    last_name = Words(allow_none=True)
    first_name = Words(allow_none=True)
    user_profile = fields.Nested(SentUserProfileSchema)


class SentUserBodySchema(SessionSchema):
    """A user to be written."""

    user = fields.Nested(SentUserSchema, required=True)


def changes_of(user: dict[str, Any]) -> MemberChanges:
    """The changes that these members are."""
    texts = {field: user[name] or "" for name, field in _TEXTS.items() if name in user} | _phone(user)
    if "country" in texts:
        texts["country"] = two_letters(texts["country"])
    profile = user.get("user_profile", {})
    if "title" in profile:
        texts["title"] = profile["title"] or ""
    groups = tuple(profile["groups"]) if "groups" in profile else None
    return MemberChanges(texts, groups, user.get("opted_in"))


def _phone(user: dict[str, Any]) -> dict[str, str]:
    """The telephone number that is to be kept, where the list of them is sent."""
    if "phone_numbers" not in user:
        return {}
    sent = {each["phone_number"].strip() for each in user["phone_numbers"] or ()}
    if len(sent) > 1:
        raise FaceError("validation", "phone_numbers has several; a user keeps one telephone number here.")
    phone = next(iter(sent), "")
    if "mobile_number" in user and (user["mobile_number"] or "").strip() != phone:
        raise FaceError("validation", "mobile_number and phone_numbers differ; send one of them.")
    return {"phone": phone}
