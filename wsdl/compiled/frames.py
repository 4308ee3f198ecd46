"""Knows a message again by all that is in it but its values.

A till sends the same few messages all day, with other values in them. What stands around the values, the frame, decides
everything that the guard looks at, and all that the contract's schema asks of the elements; only the values are left to be
judged. So a message whose frame has once come through guard and schema need not be parsed again: `learn` finds out which
value goes to which member, `find` puts the values there.
"""

import re
from types import SimpleNamespace
from typing import Any, NamedTuple

from wsdl.compiled.known import Known
from wsdl.compiled.plain_values import FORMS, Form
from wsdl.compiled.request_reader import RequestReader, read_request
from wsdl.guard import Guard, Message
from wsdl.guard.transport import Transport
from wsdl.names import SoapVersion
from wsdl.refusal import SoapRefusal

_VALUE = re.compile(r"(?<=>)([!-%'-;=?-~][ -%'-;=?-~]*)(?=</)")
"""A value between two tags: printable ASCII, no space first, nothing that XML would have to escape."""
_NUMBER = re.compile("[0-9]+")
_LONGEST_BYTES = 8 * 1024
_MOST_FRAMES = 256


class Frames:
    """The frames of messages that came before, by what HTTP said of them and the service that they were sent to.

    Only messages in plain ASCII without header blocks are known again, and of no more than 8 KiB. There is room for 256
    frames: when another comes, all are forgotten.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._frames: dict[tuple[str, Transport], dict[tuple[str, ...], _Frame]] = {}

    def find(self, service: str, message: Message) -> Known | None:
        """The message, read; None where its frame is not known, or a value is not certainly one of its type."""
        frames = self._frames.get((service, message.transport))
        if frames is None or len(message.body) > _LONGEST_BYTES or not message.body.isascii():
            return None
        pieces = _VALUE.split(message.body.decode("ascii"))
        frame = frames.get(tuple(pieces[::2]))
        return frame.filled(pieces[1::2]) if frame else None

    def learn(self, service: str, message: Message, operation: str, reader: RequestReader) -> None:
        """Keep the frame of a message that has come through the guard and is valid by the contract."""
        if len(message.body) > _LONGEST_BYTES or not self._guard.is_plain(message.body):
            return
        pieces = _VALUE.split(message.body.decode("ascii"))
        request = self._numbered(message, pieces, reader)
        frame = None if request is None else _frame(message.transport.version, operation, request, reader)
        # A value that no member has, of a header block for others or of an ignored part, would go unjudged.
        if frame is None or len(frame.forms) != len(pieces) // 2:
            return
        if sum(map(len, self._frames.values())) >= _MOST_FRAMES:
            self._frames = {}
        self._frames.setdefault((service, message.transport), {})[tuple(pieces[::2])] = frame

    def _numbered(self, message: Message, pieces: list[str], reader: RequestReader) -> Any:
        """The request object that has the number of each value in the value's place; None where it can't be read so."""
        pieces = pieces.copy()
        pieces[1::2] = map(str, range(len(pieces) // 2))
        try:
            admission = self._guard.admit(message._replace(body="".join(pieces).encode()))
        except SoapRefusal:
            return None
        return None if admission.header_blocks else read_request(admission.operation, reader)


class _Frame(NamedTuple):
    """What to do with the values of a message: `forms` judge them in their order, `shape` takes them."""

    version: SoapVersion
    operation: str
    forms: tuple[Form, ...]
    shape: "_Shape"

    def filled(self, values: list[str]) -> Known | None:
        for form, value in zip(self.forms, values, strict=True):
            if not form(value):
                return None
        return Known(self.version, self.operation, self.shape.filled(values))


class _Shape(NamedTuple):
    """A request object: members without a value in the message, those with one and its place, and those that are objects."""

    fixed: dict[str, Any]
    places: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, "_Shape"], ...]

    def filled(self, values: list[str]) -> SimpleNamespace:
        members = self.fixed.copy()
        for name, place in self.places:
            members[name] = values[place]
        for name, part in self.parts:
            members[name] = part.filled(values)
        return SimpleNamespace(**members)


def _frame(version: SoapVersion, operation: str, numbered: Any, reader: RequestReader) -> _Frame:
    """The frame of which this is the numbered request, without the forms that members of an unknown type do not have."""
    types: dict[int, str] = {}
    shape = _shape(numbered, reader, types)
    forms = [FORMS.get(types[place]) for place in sorted(types)]
    return _Frame(version, operation, tuple(filter(None, forms)), shape)


def _shape(numbered: SimpleNamespace, reader: RequestReader, types: dict[int, str]) -> _Shape:
    members = vars(numbered)
    parts = {name: value for name, value in members.items() if isinstance(value, SimpleNamespace)}
    # No text of the frame itself is a number: what is left in it begins with what no value begins with.
    places = {
        name: int(value) for name, value in members.items() if name not in parts and _NUMBER.fullmatch(value or "")
    }
    types |= {place: reader.types.get(name, "") for name, place in places.items()}
    return _Shape(
        {name: value for name, value in members.items() if name not in parts and name not in places},
        tuple(places.items()),
        tuple((name, _shape(value, reader.part(name), types)) for name, value in parts.items()),
    )
