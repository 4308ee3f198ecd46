"""How many points of a line come back with a part of it."""

from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput


@dataclass(slots=True)
class BookedLine:
    """A line of a ticket in the books: its quantity and points (scaled), and how much of both came back already."""

    line: int
    quantity: Decimal
    points: int
    returned_quantity: Decimal = Decimal(0)
    returned_points: int = 0

    @property
    def left(self) -> Decimal:
        """The quantity that can still come back."""
        return self.quantity - self.returned_quantity

    def take_back(self, quantity: Decimal, unit: int) -> int:
        """Return this much of the line; gives the points that come back with it.

        However a line is returned, in one go or in many, the parts add up to exactly its points: each part takes what
        the returned share of the line is worth, rounded down to `unit` (the smallest amount of points, scaled), less
        what was taken before. Raises `InvalidInput` where more would come back than was sold.
        """
        if quantity > self.left:
            raise InvalidInput(
                f"Line {self.line} of the original has {self.left.normalize():f} left to return.", field="returnedLines"
            )
        self.returned_quantity += quantity
        if self.returned_quantity == self.quantity:
            worth = self.points
        else:
            worth = int(self.points * self.returned_quantity / self.quantity) // unit * unit
        points = worth - self.returned_points
        self.returned_points = worth
        return points
