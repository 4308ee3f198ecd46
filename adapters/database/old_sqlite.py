"""What statements here use and an SQLite before 3.44 lacks (a machine without a wheel has the system's own)."""

from typing import Any

_WITH_STRING_AGG = (3, 44)


class JoinedTexts:
    """The aggregate string_agg(text, separator), as PostgreSQL and newer SQLite have it; NULL over no rows."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._separator = ""

    def step(self, text: str | None, separator: str) -> None:
        """Take the next row."""
        self._separator = separator
        if text is not None:
            self._texts.append(text)

    def finalize(self) -> str | None:
        """The texts of all rows."""
        return self._separator.join(self._texts) if self._texts else None


def make_up_for(version: tuple[int, ...], connection: Any) -> None:
    """Give this connection of the driver what its SQLite lacks."""
    if version < _WITH_STRING_AGG:
        connection.create_aggregate("string_agg", 2, JoinedTexts)
