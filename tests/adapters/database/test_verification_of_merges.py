"""What verify says of merges that went wrong: a row is changed behind the gateway's back, and found."""

import pytest

from adapters.database.engine import Store
from tests.adapters.database.conftest import World
from tests.adapters.database.flips import harmful
from tests.adapters.database.test_verification import verify


@pytest.fixture
def store(database_world: World) -> Store:
    """Account 1 was merged into 2, and that into 3; account 4 was in no merge."""
    for number in ("100", "200", "300", "400"):
        database_world.account(number)
        database_world.till(account=number).send("1", "70")
    database_world.merge("100", "200")
    database_world.merge("200", "300")
    assert database_world.store
    return database_world.store


WRONG = [
    ("DELETE FROM movement WHERE kind = 'merge' AND account_id = 1", "what this was to give, and it is missing"),
    (
        "DELETE FROM movement WHERE kind = 'merge' AND account_id = 3",
        "0 movements take what it gave in a merge; one must",
    ),
    ("UPDATE movement SET original_id = 1 WHERE kind = 'merge' AND account_id = 3", "0 movements take what it gave"),
    (
        "UPDATE movement SET moved = moved + 1 WHERE kind = 'merge' AND account_id = 3",
        "it gave 1400000 in a merge, and",
    ),
    ("UPDATE account SET balance = 1 WHERE id = 1", "its account 1 was merged, and has 1"),
    ("UPDATE account SET status = 'ACTIVE' WHERE id = 1", "it was merged, and is ACTIVE"),
    ("UPDATE account SET merged_into_id = 4 WHERE id = 1", "its account 1 points to 4, account 2 took what it had"),
    ("UPDATE account SET merged_into_id = 2 WHERE id = 1", "missing, of another type or merged itself"),
    ("UPDATE account SET merged_into_id = NULL WHERE id = 1", "it was merged, and points to no account"),
    ("UPDATE account SET merged_into_id = 9 WHERE id = 2", "it points to account 9, which is missing"),
    ("UPDATE account SET merged_into_id = 3 WHERE id = 4", "it points to another account, and 0 movements merged it"),
    ("UPDATE account SET merged_accounts = 1 WHERE id = 3", "it says that 1 were merged into it, 2 point to it"),
    ("UPDATE account SET merged_accounts = 1 WHERE id = 4", "it says that 1 were merged into it, 0 point to it"),
]


def test_right_merges_have_no_fault(store: Store) -> None:
    assert not verify(store)[1]


@pytest.mark.harms_books
@pytest.mark.parametrize(("statement", "sentence"), WRONG)
def test_a_merge_that_went_wrong_is_found(store: Store, statement: str, sentence: str) -> None:
    with harmful(store) as harm:
        harm.run(statement)
    assert any(sentence in str(finding) for finding in verify(store)[1])
