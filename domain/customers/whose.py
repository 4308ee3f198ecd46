"""Which customer a call is about."""

from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import Caller
from domain.text import clean_identifier


def customer_number_of(caller: Caller, number: str) -> str:
    """Return the customer's number: the one given, else the caller's subject.

    Raises NotAllowed where the caller may not reach that customer, and InvalidInput (field subject) where neither names
    one.
    """
    if not number and not caller.subject:
        raise InvalidInput("Say which customer: send the customer's number in the header subject.", field="subject")
    cleaned = clean_identifier(number, "customerNumber") if number else caller.subject
    if not caller.may_reach(cleaned):
        raise NotAllowed("These credentials or the header subject stand for another customer.")
    return cleaned
