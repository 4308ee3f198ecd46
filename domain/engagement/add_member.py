"""Use case: add a customer to the programme, enrolled or not."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind
from domain.engagement.find_profile import FindProfile, FoundProfile
from domain.engagement.member_form import MemberChanges, changed_customer
from domain.engagement.member_records import MemberRecords
from domain.errors import StoreUnavailable
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.text import clean_identifier


@dataclass(frozen=True, slots=True)
class AddMember:
    """Adds customers whom searches find at once."""

    members: MemberRecords
    find_profile: FindProfile
    clock: Clock

    def __call__(
        self, caller: Caller, number: str, changes: MemberChanges, *, header_origin: Origin = NOWHERE
    ) -> FoundProfile:
        """The new customer's profile.

        Raises `IdentifierTaken` where a customer has the number, the e-mail address or the telephone number already, also
        when the same is sent again: then the customer is found by the number. Raises `NotAllowed` or `InvalidInput`.
        """
        caller.require(Operation.WRITE_CUSTOMER)
        resolve_origin(caller, NOWHERE, header_origin)
        number = clean_identifier(number, "number")
        caller.require_reach(number)
        customer = changed_customer(Customer(number, ""), changes, caller.programme)
        self.members.add(caller.programme, customer, self.clock.now(), enrols=bool(changes.enrols))
        found = self.find_profile.of(caller, IdentifierKind.NUMBER, number)
        if found is None:
            # Closed by somebody else in the same moment.
            raise StoreUnavailable
        return found
