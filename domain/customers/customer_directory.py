"""Port: where customers are found and read."""

from collections.abc import Sequence
from typing import Protocol

from domain.customers.customer import Customer
from domain.pager import Listed, Window


class CustomerDirectory(Protocol):
    """Finds and reads the customers of one programme; nobody of another is ever answered.

    Lists leave the customers' groups out.
    """

    def list_by_name(self, programme_id: int, term: str, window: Window) -> Sequence[Listed[Customer]]:
        """The customers with a name key that begins with `term` (`name_keys.name_term`), each once.

        In the order of the matched key and, within it, of the customer number; both are the sort key.
        """

    def count_by_name(self, programme_id: int, term: str, cap: int) -> int:
        """How many customers `list_by_name` would list without a window; `cap` where they are as many or more."""

    def list_by_postcode(self, programme_id: int, prefix: str, window: Window) -> Sequence[Listed[Customer]]:
        """The customers whose postcode key begins with `prefix` (`postcodes.postcode_prefix`).

        In the order of the postcode key, the customer's first name key and the customer number: the sort key.
        """

    def count_by_postcode(self, programme_id: int, prefix: str, cap: int) -> int:
        """How many customers `list_by_postcode` would list without a window; `cap` where they are as many or more."""

    def read(self, programme_id: int, number: str) -> Customer | None:
        """The customer of this number, or None."""
