"""How many points of a line come back with a part of it: those that it earned, and those that it was paid with."""

from dataclasses import dataclass
from decimal import Decimal

from domain.errors import InvalidInput


@dataclass(slots=True)
class BookedLine:
    """A line of a ticket in the books: its quantity, and how much of it came back already.

    `points` is what it earned and `withdrawn` its share of the points that paid for the ticket, both scaled; the other
    two are what of these was taken back, and given back.
    """

    line: int
    quantity: Decimal
    points: int
    returned_quantity: Decimal = Decimal(0)
    returned_points: int = 0
    withdrawn: int = 0
    given_back: int = 0

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
        worth = self._returned_share(self.points, unit)
        points = worth - self.returned_points
        self.returned_points = worth
        return points

    def give_back(self, unit: int) -> int:
        """The points that paid for what has come back by now, less those given back before; they add up likewise."""
        worth = self._returned_share(self.withdrawn, unit)
        points = worth - self.given_back
        self.given_back = worth
        return points

    def _returned_share(self, points: int, unit: int) -> int:
        if self.returned_quantity == self.quantity:
            return points
        return int(points * self.returned_quantity / self.quantity) // unit * unit
