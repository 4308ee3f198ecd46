"""Whether every sequence of children that one content model allows is allowed by another, and if not, one that is not.

Content models are regular expressions over the names of children. They are compared by Brzozowski's derivatives: what may
follow a first child, for both models side by side, until nothing new comes or the two differ.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

STATES_LIMIT = 20_000
PROCESSING = ("strict", "lax", "skip")  # each takes all that the one before takes


@dataclass(frozen=True)
class Name:
    """A child of this name, in lxml's spelling."""

    name: str

    @property
    def namespace(self) -> str:
        """The namespace of the name, empty for none."""
        return self.name[1:].partition("}")[0] if self.name.startswith("{") else ""


ANY, OTHER = "##any", "##other"


@dataclass(frozen=True)
class Wildcard:
    """Any child of these namespaces, empty for none (xs:any); `process` is strict, lax or skip.

    The namespaces may be ANY alone, or OTHER with the one that is meant by it, which is then the one that is left out.
    """

    namespaces: frozenset[str]
    process: str

    def takes(self, other: Name | Wildcard) -> bool:
        """Whether it takes this child, or all that this wildcard takes."""
        if isinstance(other, Wildcard):
            wide = PROCESSING.index(self.process) >= PROCESSING.index(other.process)
            same = self.namespaces == other.namespaces
            listed = not {ANY, OTHER} & other.namespaces and all(map(self._takes, other.namespaces))
            return wide and (same or listed or ANY in self.namespaces)
        return self._takes(other.namespace)

    def _takes(self, namespace: str) -> bool:
        if OTHER in self.namespaces:
            return namespace not in self.namespaces and namespace != ""
        return ANY in self.namespaces or namespace in self.namespaces


@dataclass(frozen=True)
class Nothing:
    """No sequence at all."""


@dataclass(frozen=True)
class Empty:
    """The sequence without children."""


@dataclass(frozen=True)
class Sequence:
    """The one, then the other."""

    first: Words
    then: Words


@dataclass(frozen=True)
class Choice:
    """One of these."""

    options: frozenset[Words]


@dataclass(frozen=True)
class Repeat:
    """This several times; `most` is None where there is no end."""

    what: Words
    least: int
    most: int | None


Words = Name | Wildcard | Nothing | Empty | Sequence | Choice | Repeat


def sequence(first: Words, then: Words) -> Words:
    """The one, then the other, in its simplest form."""
    if isinstance(first, Nothing) or isinstance(then, Nothing):
        return Nothing()
    if isinstance(first, Empty):
        return then
    return first if isinstance(then, Empty) else Sequence(first, then)


def choice(*options: Words) -> Words:
    """One of these, in its simplest form."""
    flat: set[Words] = set()
    for option in options:
        flat |= option.options if isinstance(option, Choice) else {option}
    flat -= {Nothing()}
    return Choice(frozenset(flat)) if len(flat) > 1 else next(iter(flat), Nothing())


def repeat(what: Words, least: int, most: int | None) -> Words:
    """This several times, in its simplest form."""
    if most == 0 or isinstance(what, Empty):
        return Empty()
    return what if (least, most) == (1, 1) else Repeat(what, least, most)


def first_difference(narrow: Words, wide: Words) -> list[str] | None:
    """A shortest sequence that `narrow` allows and `wide` does not, or None where there is none."""
    seen = {(narrow, wide)}
    waiting: deque[tuple[Words, Words, list[str]]] = deque([(narrow, wide, [])])
    while waiting:
        left, right, path = waiting.popleft()
        if can_end(left) and not can_end(right):
            return path
        for child in sorted(set(firsts(left)), key=str):
            pair = (after(left, child), after(right, child))
            if pair not in seen:
                seen.add(pair)
                waiting.append((*pair, [*path, _written(child)]))
        if len(seen) > STATES_LIMIT:
            raise NotImplementedError("These content models are too large to compare.")
    return None


def _written(child: Name | Wildcard) -> str:
    return child.name.rpartition("}")[2] if isinstance(child, Name) else "(any element)"


@cache
def can_end(words: Words) -> bool:
    """Whether the sequence without (further) children is allowed."""
    match words:
        case Empty():
            return True
        case Sequence(first, then):
            return can_end(first) and can_end(then)
        case Choice(options):
            return any(can_end(option) for option in options)
        case Repeat(what, least, _):
            return least == 0 or can_end(what)
    return False


def firsts(words: Words) -> Iterator[Name | Wildcard]:
    """The children that may come first."""
    match words:
        case Name() | Wildcard():
            yield words
        case Sequence(first, then):
            yield from firsts(first)
            if can_end(first):
                yield from firsts(then)
        case Choice(options):
            for option in options:
                yield from firsts(option)
        case Repeat(what, _, _):
            yield from firsts(what)


@cache
def after(words: Words, child: Name | Wildcard) -> Words:
    """What may follow this first child."""
    match words:
        case Name():
            return Empty() if words == child else Nothing()
        case Wildcard():
            return Empty() if words.takes(child) else Nothing()
        case Sequence(first, then):
            rest = sequence(after(first, child), then)
            return choice(rest, after(then, child)) if can_end(first) else rest
        case Choice(options):
            return choice(*(after(option, child) for option in options))
        case Repeat(what, least, most):
            fewer = repeat(what, max(least - 1, 0), None if most is None else most - 1)
            return sequence(after(what, child), fewer)
    return Nothing()
