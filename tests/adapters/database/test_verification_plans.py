"""How the books are read to be proven: no table whole for each row of another, so that it takes twice as long for twice as much."""

import re

from adapters.database import books_snapshot_sql
from adapters.database.engine import open_store
from adapters.database.reading import Reader

STATEMENTS = {
    name: text.replace("{sequence}", books_snapshot_sql.SEQUENCE_SQLITE)
    for name, text in vars(books_snapshot_sql).items()
    if name.isupper() and name[0] != "_" and text.split()[0] in ("SELECT", "WITH")
}


def test_nothing_is_read_whole_for_each_row_of_another(migrated_sqlite_url: str) -> None:
    store = open_store(migrated_sqlite_url)
    for name, statement in STATEMENTS.items():
        plan = [row[3] for row in Reader(store).rows(f"EXPLAIN QUERY PLAN {statement}")]
        # The outer table of a join is read whole, once; one that is joined to it is not.
        assert not [line for line in plan if re.match(r"SCAN .*(LEFT|RIGHT)-JOIN|RIGHT-JOIN", line)], (name, plan)
    store.close()
    assert len(STATEMENTS) > 11
