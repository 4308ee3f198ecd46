"""The sub-balances of a loyalty account are the purchases' own: no list shows them, no till can name them."""

from collections.abc import Iterator

import pytest

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.whole_tables import WholeTables
from domain.accounts.account import SUB_BALANCES, AccountType, parse_account_type
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.close_account import CloseAccount
from domain.errors import InvalidInput
from domain.pager import Window
from domain.refusals import UnknownAccountType
from domain.status import Status
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.send("R-1", "10.00")
        yield opened


def test_lists_and_exports_leave_them_out(world: TicketWorld) -> None:
    assert world.records
    directory, now = DatabaseAccountDirectory(world.records.reader), world.clock.now()
    for criteria in (AccountCriteria(customer_number="101"), AccountCriteria(number="L-1")):
        listed = directory.list_accounts(CLUB, criteria, now, Window(limit=10))
        assert [row.row.number for row in listed] == ["L-1"]
        assert directory.count_accounts(CLUB, criteria, 10) == 1
    exported = WholeTables(world.records.reader).accounts(CLUB.id, now)
    assert sorted(sheet.opening.number for sheet in exported) == ["L-1", "L-2"]


def test_an_account_with_points_that_wait_is_not_closed(world: TicketWorld) -> None:
    assert world.records
    close = CloseAccount(world.records.accounts, world.clock)
    with pytest.raises(InvalidInput, match="10 points that wait"):
        close(CLUB, AccountType.LOYALTY, "L-1")
    world.give_back("R-2", "R-1")
    assert close(CLUB, AccountType.LOYALTY, "L-1") is Status.CLOSED


def test_no_message_can_name_them() -> None:
    for kind in SUB_BALANCES:
        with pytest.raises(UnknownAccountType):
            parse_account_type(kind.value)
