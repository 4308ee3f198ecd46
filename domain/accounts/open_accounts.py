"""Use case: open accounts, one or a batch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.accounts.account_records import AccountRecords, OpeningState
from domain.accounts.account_sheet import TERMS, AccountOpening, AccountTerms
from domain.amounts import format_amount, from_scaled
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status

_FIXED = ("customer_number", "currency")


@dataclass(frozen=True, slots=True)
class OpenAccounts:
    """Opens accounts; the balance that one begins with is its first movement, of kind opening."""

    accounts: AccountRecords
    clock: Clock

    def __call__(
        self,
        programme: Programme,
        openings: Sequence[AccountOpening],
        *,
        given: Collection[str] = (*_FIXED, *TERMS),
        change_known: bool = False,
    ) -> Sequence[RowResult]:
        """What became of each opening, in their order; the accepted ones are written together.

        See `account_form.opening_of`. An account that is known is refused where anything of what was `given` (names of
        fields) differs; with `change_known` it takes the given terms. Its status and its balance stay in any case.
        """

        def decide(opening: AccountOpening, state: OpeningState) -> tuple[RowResult, AccountTerms]:
            return decide_opening(opening, state, given, change_known=change_known)

        return self.accounts.open(programme, openings, decide, self.clock.now())


def decide_opening(
    opening: AccountOpening, state: OpeningState, given: Collection[str], *, change_known: bool
) -> tuple[RowResult, AccountTerms]:
    """What becomes of an opening, and the terms to write."""
    if state.known is None:
        return _new(opening, state.customer_status), opening.terms
    known = state.known
    terms = replace(known.terms, **{name: getattr(opening.terms, name) for name in TERMS if name in given})
    name = f"Account {opening.type.value} {opening.number}"
    fixed = [field for field in _FIXED if field in given and getattr(opening, field) != getattr(known, field)]
    if fixed:
        return InvalidInput(f"{name} is there already with another {fixed[0]}.", field=fixed[0]), terms
    if opening.opening is not None and opening.opening != (known.opening or 0):
        began = format_amount(from_scaled(known.opening or 0), known.precision)
        return InvalidInput(
            f"{name} is there already, and began with {began}; a balance is put right with `accounts adjust`.",
            field="balance",
        ), terms
    if terms == known.terms:
        return Recorded.UNCHANGED, terms
    if change_known:
        return Recorded.CHANGED, terms
    differing = ", ".join(field for field in TERMS if getattr(terms, field) != getattr(known.terms, field))
    return InvalidInput(
        f"{name} is there already, with other values in: {differing}. Change it with `accounts change` or "
        "`import accounts --update`.",
        field="number",
    ), terms


def _new(opening: AccountOpening, customer_status: Status | None) -> RowResult:
    if opening.customer_number and customer_status is None:
        return InvalidInput(
            f"There is no customer {opening.customer_number}; add the customer first.", field="customer_number"
        )
    if customer_status is Status.CLOSED and opening.status is not Status.CLOSED:
        return InvalidInput(
            f"Customer {opening.customer_number} is closed and gets no new account.", field="customer_number"
        )
    return Recorded.ADDED
