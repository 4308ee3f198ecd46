"""An account on the wire."""

from typing import Any

from marshmallow import fields

from domain.accounts.account import AccountStatus, AccountType
from domain.accounts.account_details import AccountDetails
from rest.enactor.fields import EntityKey, EpochMilliseconds
from rest.enactor.wire_schema import ReplySchema

_LOYALTY = AccountType.LOYALTY.value
_TYPES = [kind.value for kind in AccountType]


class AccountMembersSchema(ReplySchema):
    """What every shape of an account says, but for its keys."""

    tier_code = fields.String()
    manual_tier_review = fields.Boolean()
    account_id = fields.String(required=True)
    account_type = fields.String(required=True, metadata={"enum": _TYPES})
    account_opened_date = EpochMilliseconds(required=True)
    status = fields.String(required=True, metadata={"enum": [status.value for status in AccountStatus]})
    customer_number = fields.String()


class AccountSchema(AccountMembersSchema):
    """An account, as `account_members` tells one; `@type` is its type. Tier and scheme are a loyalty account's."""

    at_type = fields.String(data_key="@type", metadata={"enum": _TYPES})
    loyalty_scheme_id = EntityKey("loyaltySchemeKey")
    currency_id = EntityKey("currencyKey")


class OlderAccountSchema(AccountMembersSchema):
    """The same on the vendor's older pages, whose objects say no `@type`."""

    loyalty_scheme_id = EntityKey()
    currency_id = EntityKey()


def account_members(account: AccountDetails) -> dict[str, Any]:
    """The account under the names of the schemas above."""
    # Once: an enumeration is slow to tell its value.
    kind = account.type.value
    return {
        "at_type": kind,
        "loyalty_scheme_id": account.scheme,
        "tier_code": account.tier,
        "manual_tier_review": account.is_tier_manual if kind == _LOYALTY else None,
        "account_id": account.number,
        "account_type": kind,
        "account_opened_date": account.opened_at,
        "status": account.status.value,
        "customer_number": account.customer_number,
        "currency_id": account.currency,
    }
