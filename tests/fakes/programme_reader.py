"""Programmes in memory."""

from domain.programmes.programme import Programme


class FakeProgrammes:
    """A `Programmes` over a list."""

    def __init__(self, *programmes: Programme) -> None:
        self.kept = list(programmes)

    def by_id(self, programme_id: int) -> Programme | None:
        return next((kept for kept in self.kept if kept.id == programme_id), None)

    def by_code(self, code: str) -> Programme | None:
        return next((kept for kept in self.kept if kept.code == code), None)
