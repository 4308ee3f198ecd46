"""Rows that carry a seal, against it."""

from collections.abc import Iterable, Iterator

from domain.row_seal import row_seal
from domain.verification.finding import Finding
from domain.verification.rows import SealedRow


def check_seals(rows: Iterable[SealedRow]) -> Iterator[Finding]:
    """The rows whose values are not those that were sealed."""
    for row in rows:
        if row_seal(row.table, row.values) != row.seal:
            yield Finding(row.table, row.name, "its values are not those that were written with its seal")
