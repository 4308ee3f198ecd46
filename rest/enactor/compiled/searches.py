"""GET /customers/search and GET /accounts/search, compiled."""

from domain.core import LoyaltyCore
from domain.errors import InvalidInput
from domain.identity.caller import Caller
from domain.refusals import Refusal
from rest.enactor import account_search, customer_search
from rest.enactor.compiled.operation import Answer, Read, Reply
from rest.enactor.compiled.reader import compiled_reader
from rest.enactor.compiled.sent import Sent
from rest.enactor.compiled.writer import compiled_writer
from rest.enactor.paging import links_at, page_asked
from rest.enactor.settings import RestSettings


def compile_customer_search(core: LoyaltyCore, settings: RestSettings) -> Read:
    """The search for customers, by name or by postcode."""
    read_query = compiled_reader(customer_search.CustomerSearchSchema())
    write = compiled_writer(customer_search.CustomerSearchResponseSchema())

    def read(sent: Sent) -> Answer | None:
        query = read_query(sent.query)
        if query is None:
            return None
        try:
            search = customer_search.search_of(query, settings, lambda: sent.origin)
        except InvalidInput:
            return None

        def answer(caller: Caller) -> Reply:
            page = customer_search.find(core, caller, search)
            return write(customer_search.members_of(page)), tuple(links_at(page, sent.path, sent.query).items())

        return answer

    return read


def compile_account_search(core: LoyaltyCore, settings: RestSettings) -> Read:
    """The search for accounts."""
    read_query = compiled_reader(account_search.AccountSearchSchema())
    write = compiled_writer(account_search.AccountListSchema())

    def read(sent: Sent) -> Answer | None:
        query = read_query(sent.query)
        if query is None:
            return None
        try:
            search = account_search.search_of(query, page_asked(query, settings), sent.origin)
        except InvalidInput:
            return None

        def answer(caller: Caller) -> Reply:
            try:
                page = core.search_accounts(caller, search)
            except Refusal as refusal:
                return write(account_search.refused_members(refusal)), ()
            return write(account_search.members_of(page)), tuple(links_at(page, sent.path, sent.query).items())

        return answer

    return read
