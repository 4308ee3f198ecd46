"""No partial index has a condition on a column whose value statements bind.

SQLite prepares a statement anew at each call where the value bound could decide whether such an index may serve it. An
index for loyalty accounts only made each enquiry take twice its time, and each update longer: both bind the type.
"""

import re

from adapters.database.tables import metadata

WRITTEN_AS_IT_IS = {("hold", "state"), ("escrow_lot", "state")}
"""Columns that every statement compares with a text of its own, never with a value that is bound."""


def test_the_conditions_of_partial_indexes_are_on_no_column_that_is_bound() -> None:
    conditions = [
        (table.name, str(index.dialect_options["sqlite"]["where"]))
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"].get("where") is not None
    ]
    compared = {
        (table, column) for table, condition in conditions for column in re.findall(r"(\w+)\s*(?:=|<|>)", condition)
    }
    assert conditions
    assert compared <= WRITTEN_AS_IT_IS
