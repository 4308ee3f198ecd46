"""An opening enters the ledger as the amount that was asked for, whatever form the wire has."""

import pytest

from domain.accounts.account import AmountForm
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.opening_movement import opening_key, opening_update
from domain.accounts.prepared_update import MovementKind
from tests.builders import START, programme


@pytest.mark.parametrize("smallest", [True, False])
@pytest.mark.parametrize(
    ("kind", "currency", "balance"),
    [("deposit", "GBP", "12.40"), ("deposit", "JPY", "1240"), ("deposit", "KWD", "-1.234"), ("loyalty", "GBP", "0.25")],
)
def test_the_ledger_reads_back_what_was_asked(smallest: bool, kind: str, currency: str, balance: str) -> None:
    uk = programme(money_in_smallest_unit=smallest, points_precision=2)
    opening = opening_of(AccountForm(kind, "1", currency=currency, balance=balance, floor="-50"), uk, START)
    update = opening_update(uk, opening, START)
    assert update.amount is not None
    form = AmountForm(opening.unit, opening.precision, smallest)
    assert form.from_wire(update.amount) == opening.opening
    assert (update.kind, update.reason) == (MovementKind.OPENING, "opening")


def test_each_account_has_one_opening_key() -> None:
    uk = programme()
    one, other = (opening_of(AccountForm("loyalty", number), uk, START) for number in ("1", "2"))
    assert opening_key(one.type, one.number) == opening_update(uk, one, START).explicit_key
    assert opening_key(one.type, one.number) != opening_key(other.type, other.number)
