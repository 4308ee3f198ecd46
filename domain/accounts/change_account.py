"""Use case: change an account's terms: what it is called, its tier, its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.accounts.account import AccountType
from domain.accounts.account_form import AccountForm, terms_of
from domain.accounts.account_records import AccountRecords
from domain.accounts.account_sheet import TERMS, AccountSheet, AccountTerms
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.text import echo


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """Changes some terms of an account and leaves the others; never its balance."""

    accounts: AccountRecords
    clock: Clock

    def __call__(
        self, programme: Programme, kind: AccountType, number: str, changes: Mapping[str, str]
    ) -> AccountTerms:
        """The terms as changed; `changes` has new texts by name of term, an empty one brings the default back.

        Raises `InvalidInput` where there is no such account, or a text can't be kept.
        """

        def change(sheet: AccountSheet) -> AccountTerms:
            form = AccountForm(kind.value, number, **changes)
            wanted = terms_of(form, programme, kind, sheet.opening.precision)
            return replace(sheet.opening.terms, **{name: getattr(wanted, name) for name in TERMS if name in changes})

        changed = self.accounts.change_terms(programme.id, kind, number, change, self.clock.now())
        if changed is None:
            raise InvalidInput(
                f"There is no account {kind.value} {echo(number)} in programme {programme.code}.", field="number"
            )
        return changed
