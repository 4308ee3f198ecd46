"""Cards are digits of one customer; on SQLite and on PostgreSQL."""

import hashlib
from collections.abc import Iterator

import pytest

from domain.cards.block_card import BlockCard
from domain.cards.card_records import Card
from domain.cards.close_card import CloseCard
from domain.errors import InvalidInput
from domain.recorded import Recorded, RowResult
from domain.status import Status
from tests.adapters.database.records import CLUB, OTHER, Records, open_records

DIGITS = "8934736829037"


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    with open_records(database_url) as made:
        made.customer("100")
        made.customer("101")
        yield made


def sentence(result: RowResult) -> str:
    return result.sentence if isinstance(result, InvalidInput) else str(result)


def test_a_card_is_kept_as_digits_with_their_hash(records: Records) -> None:
    assert records.card(" 8934 7368-29037 ") is Recorded.ADDED
    row = records.reader.row("SELECT number, hashed_number, status FROM card")
    assert tuple(row) == (DIGITS, hashlib.sha256(DIGITS.encode()).hexdigest(), "ACTIVE")
    assert records.cards.of_customer(1, "100") == [Card(DIGITS, "100")]


def test_a_card_has_one_customer_in_each_programme(records: Records) -> None:
    assert records.card(DIGITS) is Recorded.ADDED
    assert records.card(DIGITS) is Recorded.UNCHANGED
    assert "another customer" in sentence(records.card(DIGITS, "101"))
    assert "no customer 999" in sentence(records.card("4000", "999"))
    assert "no customer 100" in sentence(records.card("4000", programme=OTHER))
    records.customer("100", programme=OTHER)
    assert records.card(DIGITS, programme=OTHER) is Recorded.ADDED
    assert records.count("card") == 2


def test_a_card_is_blocked_unblocked_and_closed(records: Records) -> None:
    records.card(DIGITS)
    block = BlockCard(records.cards)
    assert block(CLUB, "8934-736829037") is Status.BLOCKED
    assert records.card(DIGITS) is Recorded.UNCHANGED
    assert records.cards.by_number(1, DIGITS) == Card(DIGITS, "100", Status.BLOCKED)
    assert block(CLUB, DIGITS, blocked=False) is Status.ACTIVE
    assert CloseCard(records.cards)(CLUB, DIGITS) is Status.CLOSED
    with pytest.raises(InvalidInput, match="final"):
        block(CLUB, DIGITS)
    with pytest.raises(InvalidInput, match="no card"):
        CloseCard(records.cards)(OTHER, DIGITS)
