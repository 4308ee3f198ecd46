"""Use case: change a customer of the programme, and enrol one who did not take part."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind
from domain.engagement.find_profile import FindProfile, FoundProfile, identifier_key
from domain.engagement.member_form import MemberChanges, changed_customer
from domain.engagement.member_records import MemberRecords
from domain.errors import InvalidInput
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin


@dataclass(frozen=True, slots=True)
class ChangeMember:
    """Changes some fields of a customer and leaves the others; to send the same again changes nothing."""

    members: MemberRecords
    find_profile: FindProfile
    clock: Clock

    def __call__(
        self,
        caller: Caller,
        member_id: str,
        changes: MemberChanges,
        *,
        kind: IdentifierKind = IdentifierKind.ID,
        number: str = "",
        header_origin: Origin = NOWHERE,
    ) -> FoundProfile | None:
        """The profile after it, None where there is no customer of this id; `number` must be the customer's, if given.

        `kind` says what the id is: the one that replies tell (ID), or the customer number (NUMBER).

        Raises `IdentifierTaken` where another customer has the new e-mail address or telephone number, `NotAllowed` or
        `InvalidInput`; also where somebody who takes part should do so no more.
        """
        caller.require(Operation.WRITE_CUSTOMER)
        resolve_origin(caller, NOWHERE, header_origin)
        known = self.find_profile.of(caller, kind, identifier_key(kind, member_id, caller.programme.country, "id"))
        if known is None:
            return None
        if number and number.strip() != known.profile.customer.number:
            raise InvalidInput("The customer number of a customer never changes.", field="number")
        if changes.enrols is False and known.profile.is_enrolled:
            raise InvalidInput("A member leaves the programme when the loyalty account is closed.", field="enrols")

        def change(customer: Customer) -> Customer:
            return changed_customer(customer, changes, caller.programme)

        now, enrols, key = self.clock.now(), bool(changes.enrols), known.profile.id
        if not self.members.change(caller.programme, key, change, now, enrols=enrols):
            return None
        return self.find_profile.of(caller, IdentifierKind.ID, key)
