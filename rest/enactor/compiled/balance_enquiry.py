"""GET /accounts/{accountType}/{accountId} and GET /accountbalances, compiled."""

from domain.accounts.enquire_balance import BalanceEnquiry
from domain.core import LoyaltyCore
from domain.identity.caller import Caller
from rest.enactor.account_balance_enquiry_older import OlderEnquirySchema, enquiry_of
from rest.enactor.compiled.operation import Answer, Read, Reply
from rest.enactor.compiled.reader import compiled_reader
from rest.enactor.compiled.sent import Sent
from rest.enactor.compiled.writer import compiled_writer
from rest.enactor.replies.balance import (
    AccountBalanceEnquiryResponseSchema,
    OlderAccountBalanceEnquiryOutputSchema,
    balance_members,
)
from rest.enactor.settings import RestSettings


def compile_enquiry(core: LoyaltyCore, _: RestSettings) -> Read:
    """The enquiry by path."""
    write = compiled_writer(AccountBalanceEnquiryResponseSchema())

    def read(sent: Sent) -> Answer | None:
        account_type, number = sent.path.rsplit("/", 2)[1:]
        enquiry = BalanceEnquiry(account_type=account_type, account_id=number, header_origin=sent.origin)

        def answer(caller: Caller) -> Reply:
            reply = core.enquire_balance(caller, enquiry)
            return write({"account_balance_enquiry_output": balance_members(reply)}), ()

        return answer

    return read


def compile_older_enquiry(core: LoyaltyCore, _: RestSettings) -> Read:
    """The same enquiry in its older shape."""
    read_query = compiled_reader(OlderEnquirySchema())
    write = compiled_writer(OlderAccountBalanceEnquiryOutputSchema(), with_types=False)

    def read(sent: Sent) -> Answer | None:
        query = read_query(sent.query)
        if query is None:
            return None
        enquiry = enquiry_of(query, sent.origin)
        return lambda caller: (write(balance_members(core.enquire_balance(caller, enquiry))), ())

    return read
