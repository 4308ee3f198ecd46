"""Checks a customer's own token."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.identity.caller import CUSTOMER_OPERATIONS, Caller
from domain.identity.ports import CustomerTokens, Programmes
from domain.identity.presented import CustomerCredentials
from domain.identity.rejection import Reason, RejectedError
from domain.text import clean_identifier

NO_CREDENTIAL = 0
"""The credential id of a caller who has no credential: a customer."""


@dataclass(frozen=True, slots=True)
class CheckCustomerToken:
    """Customers' `id_token`s."""

    tokens: CustomerTokens
    programmes: Programmes

    def __call__(self, presented: CustomerCredentials) -> Caller:
        """The customer, who reaches nobody else's data; raises `RejectedError`."""
        claims = self.tokens.read(presented.id_token)
        programme = self.programmes.by_code(claims.programme_code)
        if programme is None:
            raise RejectedError(Reason.PROGRAMME_UNKNOWN)
        try:
            number = clean_identifier(claims.customer_number, "sub")
        except InvalidInput:
            raise RejectedError(Reason.SUBJECT_MALFORMED) from None
        return Caller(
            programme=programme,
            credential_id=NO_CREDENTIAL,
            name="customer",
            operations=CUSTOMER_OPERATIONS,
            subject=number,
            is_customer=True,
        )
