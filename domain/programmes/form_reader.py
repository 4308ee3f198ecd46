"""Reads the members of a JSON object that a person wrote, and says exactly which one is not as it should be."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from domain.amounts import parse_amount
from domain.errors import InvalidInput
from domain.text import clean_identifier, clean_text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LIST_LIMIT = 1000

Choice = TypeVar("Choice", bound=Enum)


class FormReader:
    """One object at `path` (empty for the outermost). Every `InvalidInput` names the member by its whole path."""

    def __init__(self, form: Any, path: str) -> None:
        if not isinstance(form, dict):
            raise InvalidInput(f"{path or 'The form'} is not an object, as in {{...}}.", field=path)
        self._form: dict[str, Any] = form
        self._path = path
        self._asked: set[str] = set()

    def close(self) -> None:
        """Refuse members that nothing asked for: a mistyped name must not go unnoticed."""
        unknown = sorted(self._form.keys() - self._asked)
        if unknown:
            raise self.refuse(
                clean_text(unknown[0], "member"), f"is not known here; known are {', '.join(sorted(self._asked))}"
            )

    def refuse(self, name: str, what: str) -> InvalidInput:
        """The error that this member is at fault."""
        path = self._whole(name)
        return InvalidInput(f"{path} {what}.", field=path)

    def object(self, name: str) -> "FormReader | None":
        """The object, to be closed by who reads it; None where there is none."""
        found = self._take(name)
        return None if found is None else FormReader(found, self._whole(name))

    def objects(self, name: str, *, at_most: int) -> "list[FormReader]":
        """The objects of a list, each to be closed by who reads it."""
        return [
            FormReader(each, f"{self._whole(name)}[{place}]") for place, each in enumerate(self._list(name, at_most))
        ]

    def text(self, name: str) -> str:
        """A text that is not empty."""
        found = self._take(name)
        cleaned = clean_text(found, self._whole(name)) if isinstance(found, str) else ""
        if not cleaned:
            raise self.refuse(name, "is missing; give it a text")
        return cleaned

    def optional_text(self, name: str) -> str:
        """A text, or empty where it is missing."""
        self._asked.add(name)
        return self.text(name) if name in self._form else ""

    def texts(self, name: str) -> frozenset[str]:
        """A list of codes."""
        found = self._list(name, LIST_LIMIT)
        if not all(isinstance(each, str) for each in found):
            raise self.refuse(name, "is not a list of texts")
        return frozenset(clean_identifier(each, self._whole(name)) for each in found)

    def amount(self, name: str, *, needed: bool = False) -> Decimal | None:
        """An amount not below zero."""
        found = self._take(name)
        if found is None:
            if needed:
                raise self.refuse(name, "is missing")
            return None
        return self._amount(name, found)

    def amounts(self, name: str) -> Mapping[str, Decimal]:
        """Amounts by code."""
        found = self._take(name)
        if found is None:
            return {}
        if not isinstance(found, dict) or len(found) > LIST_LIMIT:
            raise self.refuse(name, "is not an object of amounts")
        whole = self._whole(name)
        return {clean_identifier(code, whole): self._amount(f"{name}.{code}", each) for code, each in found.items()}

    def whole(self, name: str, *, at_most: int) -> int:
        """A whole number from 0; 0 where it is missing."""
        found = self._take(name)
        if found is None:
            return 0
        if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= at_most:
            raise self.refuse(name, f"is not a whole number from 0 to {at_most}")
        return found

    def flag(self, name: str) -> bool:
        """True or false; false where it is missing."""
        found = self._take(name)
        if not isinstance(found, bool | None):
            raise self.refuse(name, "is neither true nor false")
        return bool(found)

    def choice(self, name: str, choices: type[Choice], default: Choice) -> Choice:
        """One of the enumeration's values."""
        found = self._take(name)
        if found is None:
            return default
        try:
            return choices(found)
        except ValueError:
            raise self.refuse(name, f"is none of {', '.join(each.value for each in choices)}") from None

    def day(self, name: str) -> date | None:
        """A day such as 2026-12-24."""
        found = self._take(name)
        try:
            return None if found is None else date.fromisoformat(found)
        except (ValueError, TypeError):
            raise self.refuse(name, "is not a day such as 2026-12-24") from None

    def weekdays(self, name: str) -> frozenset[int]:
        """Days of the week, Monday as 0."""
        try:
            return frozenset(WEEKDAYS.index(each) for each in self._list(name, 7))
        except ValueError:
            raise self.refuse(name, f"takes {', '.join(WEEKDAYS)}") from None

    def hours(self, name: str) -> tuple[time, time] | None:
        """Two times of the day such as 16:00-18:00."""
        found = self._take(name)
        if found is None:
            return None
        try:
            first, last = (time.fromisoformat(each) for each in found.split("-"))
        except (ValueError, AttributeError):
            raise self.refuse(name, "is not two times such as 16:00-18:00") from None
        return first, last

    def _take(self, name: str) -> Any:
        self._asked.add(name)
        return self._form.get(name)

    def _list(self, name: str, at_most: int) -> list[Any]:
        found = self._take(name)
        if found is None:
            return []
        if not isinstance(found, list) or len(found) > at_most:
            raise self.refuse(name, f"is not a list of at most {at_most}")
        return found

    def _amount(self, name: str, found: Any) -> Decimal:
        if isinstance(found, bool) or not isinstance(found, str | int | Decimal):
            raise self.refuse(name, "is not an amount")
        amount = parse_amount(str(found), field=self._whole(name))
        if amount < 0:
            raise self.refuse(name, "is below zero")
        return amount

    def _whole(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name
