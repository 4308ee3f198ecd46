"""The seal of a row: a number that stands for its values, written with them, so that a value that changes by itself is seen.

It is for rows of which no movement and no event tells. It keeps nobody out who knows its form; for entries there is
the chain of hashes (domain/accounts/entry_hash.py).
"""

from collections.abc import Iterable
from hashlib import sha256


def row_seal(table: str, values: Iterable[tuple[str, object]]) -> int:
    """A signed number of 64 bits for these columns and values of a row, in this order.

    A value is a whole number, a text, bytes or None. What is None is left out: a column that is added at the end, empty
    in the rows of before, leaves their seals right. Text that is no Unicode is sealed by the bytes it came from.
    """
    parts = [table, *(f"{name} {_text(value)}" for name, value in values if value is not None)]
    text = "".join([f"{len(part)}:{part}" for part in parts]).encode(errors="surrogateescape")
    return int.from_bytes(sha256(text).digest()[:8], signed=True)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    # SQLite has no booleans.
    return str(int(value)) if isinstance(value, bool) else str(value)
