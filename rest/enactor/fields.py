"""The values of the dialect: how each is read, refused with a sentence, and written."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from json.encoder import encode_basestring_ascii as write_text
from typing import Any, ClassVar, NoReturn

from marshmallow import ValidationError, fields

from domain.accounts.update_command import Phase
from domain.amounts import parse_amount
from domain.clock import EPOCH
from domain.errors import InvalidInput
from domain.text import LONGEST_IDENTIFIER, XML_WHITESPACE, clean_identifier
from rest.enactor.json_text import JsonNumber

_MILLISECOND = timedelta(milliseconds=1)
_WHOLE_NUMBER = re.compile(r"([+-]?)0*([0-9]{1,10})")
_INT_LIMIT = 2**31 - 1
"""The largest xs:int: what a count or an offset may be with SOAP."""


class WireField(fields.Field[Any]):
    """A field with its own JSON Schema, whose sentences name it as the caller knows it."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def __init__(self, description: str = "", **settings: Any) -> None:
        schema = {**self.json_schema, **settings.pop("metadata", {})}
        if settings.get("required") and schema.get("type") == "string":
            schema["minLength"] = 1
        if description:
            schema["description"] = description
        super().__init__(metadata=schema, **settings)
        self.error_messages = {"required": "{name} is missing.", "null": "{name} is null; give it a value."}

    @property
    def wire_name(self) -> str:
        """The name of the member, parameter or header."""
        return self.data_key or self.name or ""

    def make_error(self, key: str, **values: Any) -> ValidationError:
        """The sentence of this key, with the field's name in it."""
        return super().make_error(key, name=self.wire_name, **values)

    def refuse(self, sentence: str) -> NoReturn:
        """Refuse the value: `sentence` goes on after the field's name."""
        raise ValidationError(f"{self.wire_name} {sentence}")

    def read(self, reader: Callable[..., Any], text: str, **settings: Any) -> Any:
        """Read with one of the domain's readers, which take the text and the field's name."""
        try:
            return reader(text, field=self.wire_name, **settings)
        except InvalidInput as error:
            raise ValidationError(error.sentence) from None


class Identifier(WireField):
    """An id or a card number: printable ASCII. An empty one counts as not sent.

    With `takes_numbers` a whole JSON number is taken too, and kept as the `JsonNumber` that it was.
    """

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "maxLength": LONGEST_IDENTIFIER}

    def __init__(self, description: str = "", *, takes_numbers: bool = False, **settings: Any) -> None:
        self.takes_numbers = takes_numbers
        if takes_numbers:
            settings["metadata"] = {"type": ["string", "integer"], **settings.get("metadata", {})}
        super().__init__(description, **settings)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if isinstance(value, JsonNumber):
            if not (self.takes_numbers and value.is_whole):
                self.refuse(
                    "must be a text in quotes." if not self.takes_numbers else "must be a text or a whole number."
                )
            self.read(clean_identifier, value)
            return value
        if not isinstance(value, str):
            self.refuse("must be a text in quotes.")
        if not value.strip(XML_WHITESPACE):
            if self.required:
                self.refuse("is empty; give it a value.")
            return ""
        return str(self.read(clean_identifier, value))


class EntityKey(Identifier):
    """The key of another thing in a reply: an object with `@type` and `id`.

    Without `type_name` the object has no `@type`, as on the vendor's older pages.
    """

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "object", "required": ["id"]}

    def __init__(self, type_name: str = "", description: str = "", **settings: Any) -> None:
        self.type_name = type_name
        own_type: dict[str, Any] = {"@type": {"examples": [type_name]}} if type_name else {}
        properties = {**own_type, "id": {"type": "string", "maxLength": LONGEST_IDENTIFIER}}
        super().__init__(description, metadata={"properties": properties}, **settings)

    def _serialize(self, value: Any, *_: Any, **__: Any) -> dict[str, str] | None:
        if not value:
            return None
        return {"@type": self.type_name, "id": value} if self.type_name else {"id": value}

    def compiled(self, *, with_types: bool) -> Callable[[str], str]:
        """What writes the value, as the text of its JSON."""
        before = f'{{"@type":{write_text(self.type_name)},"id":' if self.type_name and with_types else '{"id":'
        return lambda value: f"{before}{write_text(value)}}}" if value else "null"


class SentKey(EntityKey):
    """The same in a request; the bare id is taken too. Without `type_name` it is repeated as the bare id."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": ["object", "string"], "required": ["id"]}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if isinstance(value, dict):
            value = value.get("id")
            if value is None:
                self.refuse("has no id.")
        return super()._deserialize(value)

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._serialize(value, *args, **kwargs) if self.type_name else value


class Amount(WireField):
    """An amount by the domain's one grammar, as a JSON number or as text; it leaves as a JSON number."""

    json_schema: ClassVar[Mapping[str, Any]] = {
        "type": ["number", "string"],
        "pattern": r"^-?[0-9]{1,14}(\.[0-9]{1,4})?$",
    }

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if not isinstance(value, str):
            self.refuse("must be a number, or a number in quotes.")
        amount: Decimal = self.read(parse_amount, value.strip(XML_WHITESPACE))
        return amount


class Figure(WireField):
    """A figure of a reply: an exact JSON number with the places that its account has."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "number"}


class EpochMilliseconds(WireField):
    """A moment, as milliseconds since 1970 in UTC."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "integer"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        if not isinstance(value, JsonNumber) or not value.is_whole:
            self.refuse("must be a whole number of milliseconds since 1970.")
        try:
            return EPOCH + int(value) * _MILLISECOND
        except (OverflowError, ValueError):
            self.refuse("is not a moment in the years 1 to 9999.")

    def _serialize(self, value: Any, *_: Any, **__: Any) -> int | None:
        return None if value is None else (value - EPOCH) // _MILLISECOND


class UpdateStatus(WireField):
    """What an update asks for: PENDING, COMPLETED or CANCELLED, in any case."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "examples": [phase.value for phase in Phase]}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Phase | None:
        text = value.strip(XML_WHITESPACE).upper() if isinstance(value, str) else None
        if text == "":
            return None
        try:
            return Phase(text)
        except ValueError:
            self.refuse(f"must be one of {', '.join(phase.value for phase in Phase)}.")

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else str(value.value)


class WholeNumber(WireField):
    """A whole number in a query, in the forms that SOAP's xs:int takes: ASCII digits, with a sign, space around them."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "integer"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        found = _WHOLE_NUMBER.fullmatch(value.strip(XML_WHITESPACE))
        # Zeros in front are left out here: Python does not read thousands of digits.
        number = int(found[1] + found[2]) if found else None
        if number is None or abs(number) > _INT_LIMIT:
            self.refuse("must be a whole number, and no huge one.")
        return number
