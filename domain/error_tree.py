"""The whole error tree as a list, for tables that must cover it: faults, problems, the till guide."""

from domain import refusals, ticket_refusals
from domain.errors import LoyaltyError

__all__ = ["REFUSAL_CODES", "all_errors", "refusal_by_code", "ticket_refusals"]


def all_errors() -> list[type[LoyaltyError]]:
    """Every class of the tree, parents before children, in the order they are written.

    A kind of one of them that an adapter has for its own ends is none: callers are told the code of its parent.
    """

    def below(parent: type[LoyaltyError]) -> list[type[LoyaltyError]]:
        children = [child for child in parent.__subclasses__() if child.__module__.startswith("domain.")]
        return [parent] + [found for child in children for found in below(child)]

    return below(LoyaltyError)


def refusal_by_code(code: str) -> type[refusals.RecordedRefusal]:
    """The recorded refusal with this stable code, for a replay; raises KeyError for an unknown one."""
    return _REFUSALS[code]


_REFUSALS = {error.code: error for error in refusals.RecordedRefusal.__subclasses__()}

REFUSAL_CODES = frozenset(_REFUSALS)
"""The stable codes of the refusals that are recorded."""
