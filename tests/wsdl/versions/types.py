"""Whether all that one schema allows is allowed by another: elements, types, attributes, values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import xmlschema

from tests.wsdl.versions.values import value_differences
from tests.wsdl.versions.words import (
    OTHER,
    Empty,
    Name,
    Wildcard,
    Words,
    choice,
    first_difference,
    repeat,
    sequence,
)


@dataclass
class Comparison:
    """Compares what a schema allows, `narrow`, with what another allows, `wide`. Each pair of types is compared once.

    `keeps_names`: what `wide` names, `narrow` has to name too, if only as something optional.
    """

    narrow: Any
    wide: Any
    keeps_names: bool = False
    _compared: set[tuple[int, int]] = field(default_factory=set)

    def element(self, name: str) -> Iterator[str]:
        """What the element of this name may be in `narrow` and not in `wide`, a sentence each."""
        narrow, wide = (schema.maps.elements.get(name) for schema in (self.narrow, self.wide))
        if narrow is not None and wide is None:
            yield f"{_local(name)} is not known"
        elif narrow is not None:
            yield from self._elements(narrow, wide, _local(name))

    def _elements(self, narrow: Any, wide: Any, path: str) -> Iterator[str]:
        for part, is_wider in (
            ("nillable", wide.nillable or not narrow.nillable),
            ("abstract", narrow.abstract or not wide.abstract),
            ("fixed", wide.fixed in {None, narrow.fixed}),
            ("default", wide.default == narrow.default),
            ("block", wide.block == narrow.block),
        ):
            if not is_wider:
                yield f"{path}: its {part} is {getattr(wide, part)!r}, not {getattr(narrow, part)!r}"
        if narrow.substitution_group or wide.substitution_group or list(wide.identities):
            raise NotImplementedError(f"{path} has a substitution group or a key, which are not compared.")
        yield from self._types(narrow.type, wide.type, path)

    def _types(self, narrow: Any, wide: Any, path: str) -> Iterator[str]:
        pair = (id(narrow), id(wide))
        if pair in self._compared:
            return
        self._compared.add(pair)
        yield from _attribute_differences(narrow, wide, path)
        yield from self._lost(
            path, {f"@{name}" for name in _attributes(wide)} - {f"@{name}" for name in _attributes(narrow)}
        )
        if narrow.has_complex_content() or narrow.is_empty():
            yield from self._contents(narrow, wide, path)
        elif wide.has_complex_content() or wide.is_empty():
            yield f"{path}: it has members, and no value"
        else:
            yield from (f"{path}: {what}" for what in value_differences(_value(narrow), _value(wide)))
        yield from self._derived(narrow, wide, path)

    def _contents(self, narrow: Any, wide: Any, path: str) -> Iterator[str]:
        """The differences between members."""
        if not (wide.has_complex_content() or wide.is_empty()):
            yield f"{path}: it has a value, and no members"
            return
        if narrow.mixed and not wide.mixed:
            yield f"{path}: it has no text between its members"
        sequence_ = first_difference(_words(narrow.content), _words(wide.content))
        if sequence_ is not None:
            yield f"{path}: its members are not {', '.join(sequence_) or 'none'}"
        ours, theirs = ({member.name: member for member in _members(type_.content)} for type_ in (narrow, wide))
        for name, member in ours.items():
            # A member that only a wildcard takes is judged by what is known of it elsewhere, if anything is.
            other = theirs.get(name, self.wide.maps.elements.get(name))
            if other is not None:
                yield from self._elements(member, other, f"{path}/{_local(name)}")
        yield from self._lost(path, set(theirs) - set(ours))

    def _lost(self, path: str, names: Iterable[str]) -> Iterator[str]:
        if self.keeps_names:
            yield from (f"{path}: {_local(name)} is gone" for name in sorted(names))

    def _derived(self, narrow: Any, wide: Any, path: str) -> Iterator[str]:
        """The differences between types that xsi:type may name instead."""
        ours, theirs = _derived_types(self.narrow, narrow), _derived_types(self.wide, wide)
        for name in ours:
            if name in theirs:
                yield from self._types(ours[name], theirs[name], f"{path}[{_local(name)}]")
            else:
                yield f"{path}: xsi:type does not name {_local(name)}"
        yield from self._lost(path, set(theirs) - set(ours))


@lru_cache(maxsize=4)
def load(folder: Any) -> Any:
    """The schemas of a version, compiled."""
    return xmlschema.XMLSchema(str(folder / "ticket.xsd"))


def _derived_types(schema: Any, type_: Any) -> dict[str, Any]:
    """The complex types by name that stand for this one where xsi:type names them."""
    if not type_.name or not type_.is_complex():
        return {}
    types = schema.maps.types.items()
    return {name: each for name, each in types if each is not type_ and each.is_complex() and each.is_derived(type_)}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(type_: Any) -> Any:
    return type_ if type_.is_simple() else type_.content


def _words(group: Any) -> Words:
    """The content model of a group, as a regular expression."""
    if group.is_empty() or not len(group):
        return Empty()
    if group.model == "all":
        raise NotImplementedError("xs:all is not compared.")
    words: Words = Empty()
    options = []
    for part in group:
        inner = _words(part) if isinstance(part, xmlschema.validators.XsdGroup) else _child(part)
        inner = repeat(inner, part.min_occurs, part.max_occurs) if not isinstance(inner, Empty) else inner
        words = sequence(words, inner)
        options.append(inner)
    return choice(*options) if group.model == "choice" else words


def _child(part: Any) -> Words:
    if isinstance(part, xmlschema.validators.XsdAnyElement):
        return _wildcard(part)
    return Name(part.name)


def _wildcard(part: Any) -> Wildcard:
    """An xs:any or xs:anyAttribute."""
    if part.not_namespace or part.not_qname:
        raise NotImplementedError("Wildcards of XSD 1.1 are not compared.")
    namespaces = {
        {"##local": "", "##targetNamespace": part.target_namespace}.get(each, each) for each in part.namespace
    }
    return Wildcard(
        frozenset(namespaces | ({part.target_namespace} if OTHER in namespaces else set())), part.process_contents
    )


def _members(group: Any) -> Iterator[Any]:
    """The declarations of the members, wherever in the group they stand."""
    for part in group:
        if isinstance(part, xmlschema.validators.XsdGroup):
            yield from _members(part)
        elif isinstance(part, xmlschema.validators.XsdElement):
            yield part


def _attributes(type_: Any) -> Any:
    """The attributes of a type by name; None for a wildcard."""
    return type_.attributes if type_.is_complex() else {}


def _attribute_differences(narrow: Any, wide: Any, path: str) -> Iterator[str]:
    ours, theirs = _attributes(narrow), _attributes(wide)
    others = _wildcard(theirs[None]) if None in theirs else None
    for name, attribute in ours.items():
        if name not in theirs or name is None:
            if others is None or not others.takes(Name(name) if name else _wildcard(attribute)):
                yield f"{path}: it has no attribute {name or '(any)'}"
            continue
        if (attribute.default, attribute.fixed) != (theirs[name].default, theirs[name].fixed):
            yield f"{path}/@{name}: its default or fixed value is another"
        yield from (f"{path}/@{name}: {what}" for what in value_differences(attribute.type, theirs[name].type))
    for name, attribute in theirs.items():
        if name and attribute.use == "required" and (name not in ours or ours[name].use != "required"):
            yield f"{path}: its attribute {name} is required"
